// Every mount, called as its framework calls it.

import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";
import { serve } from "@hono/node-server";
import { createApp, createRouter, defineEventHandler, toNodeListener } from "h3";
import { Hono } from "hono";
import { createAuth } from "signet-auth/server";
import { toAstroHandler } from "signet-auth/astro";
import { sessionMiddleware, toHonoHandler } from "signet-auth/hono";
import { toNextJsHandler } from "signet-auth/next";
import { fromNodeHeaders, toNodeHandler } from "signet-auth/node";
import { toNuxtHandler } from "signet-auth/nuxt";
import {
  isAuthPath,
  svelteKitHandler,
  sveltekitCookies,
  toSvelteKitHandler,
} from "signet-auth/svelte-kit";
import { tanstackStartCookies, toTanStackStartHandler } from "signet-auth/tanstack-start";
import { tanstackStartCookies as solidCookies } from "signet-auth/tanstack-start/solid";
import { cookieHeader, newPerson, origin, signedIn, useApplication } from "../lib/application.mjs";
import { listen } from "../lib/listen.mjs";
import { startUpstream } from "../lib/upstream.mjs";

const application = useApplication();

/** How a request gets to each mount: a function in the place of `fetch`, given the path. */
const mounts = {
  async node(context, auth) {
    return overNetwork(await listen(context, toNodeHandler(auth)));
  },
  async "node, behind a body parser"(context, auth) {
    const handler = toNodeHandler(auth);
    const parsing = async (request, response) => {
      let text = "";
      for await (const chunk of request) {
        text += chunk;
      }
      request.body = text ? JSON.parse(text) : undefined;
      request.originalUrl = request.url;
      request.url = request.url.replace("/api/auth", "");
      await handler(request, response);
    };
    return overNetwork(await listen(context, parsing));
  },
  async hono(context, auth) {
    const app = new Hono().on(["GET", "POST"], "/api/auth/*", toHonoHandler(auth));
    const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
    await new Promise((resolve) => server.once("listening", resolve));
    context.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return overNetwork(`http://127.0.0.1:${server.address().port}`);
  },
  async nuxt(context, auth) {
    const router = createRouter().use("/api/auth/**", defineEventHandler(toNuxtHandler(auth)));
    return overNetwork(await listen(context, toNodeListener(createApp().use(router))));
  },
  async "nuxt, with web requests"(_, auth) {
    const handler = toNuxtHandler(auth);
    return (path, init) => handler({ req: new Request(origin + path, init) });
  },
  async next(_, auth) {
    const handlers = toNextJsHandler(auth);
    const params = Promise.resolve({ all: ["get-session"] });
    return (path, init) => handlers[init.method](new Request(origin + path, init), { params });
  },
  async "svelte-kit, as a hook"(_, auth) {
    return (path, init) =>
      svelteKitHandler({
        auth,
        event: kitEvent(path, init),
        resolve: () => assert.fail("the hook has not answered"),
        building: false,
      });
  },
  async "svelte-kit, as a route"(_, auth) {
    return (path, init) => toSvelteKitHandler(auth)(kitEvent(path, init));
  },
  async astro(_, auth) {
    const handler = toAstroHandler(auth);
    return (path, init) =>
      handler({ request: new Request(origin + path, init), clientAddress: "127.0.0.1" });
  },
  async "tanstack-start"(_, auth) {
    const handlers = toTanStackStartHandler(auth);
    return (path, init) => handlers[init.method]({ request: new Request(origin + path, init) });
  },
};

for (const [name, mount] of Object.entries(mounts)) {
  test(`${name}: signs up, knows the user, signs out`, async (context) => {
    const send = await mount(context, application.auth);
    const post = (path, body, headers) =>
      send(`/api/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", origin, ...headers },
        body: JSON.stringify(body),
      });
    const person = newPerson();
    const signedUp = await post("/sign-up/email", { ...person, rememberMe: false });
    assert.equal(signedUp.status, 200);
    assert.equal(signedUp.headers.getSetCookie().length, 2);
    const cookie = cookieHeader(signedUp.headers);
    const session = await send("/api/auth/get-session", { method: "GET", headers: { cookie } });
    assert.equal((await session.json()).user.email, person.email);
    const signedOut = await post("/sign-out", {}, { cookie });
    assert.equal(signedOut.status, 200);
    const gone = await send("/api/auth/get-session", { method: "GET", headers: { cookie } });
    assert.equal(await gone.json(), null);
  });
}

test("the address of the socket is the client's, where a mount knows it", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  const claimed = { method: "GET", headers: { "x-forwarded-for": "6.6.6.6" } };
  const seen = {};
  for (const [name, mount] of Object.entries(mounts)) {
    await (
      await mount(context, auth)
    )("/api/auth/ok", claimed);
    seen[name] = upstream.requests.at(-1).headers["x-forwarded-for"];
  }
  assert.deepEqual(seen, {
    node: "127.0.0.1",
    "node, behind a body parser": "127.0.0.1",
    hono: "127.0.0.1",
    nuxt: "127.0.0.1",
    "nuxt, with web requests": undefined,
    next: undefined,
    "svelte-kit, as a hook": "127.0.0.1",
    "svelte-kit, as a route": "127.0.0.1",
    astro: "127.0.0.1",
    "tanstack-start": undefined,
  });
});

test("node answers 500 when the handler fails, and goes on", async (context) => {
  let fails = true;
  const address = await listen(
    context,
    toNodeHandler(async () => {
      if (fails) {
        throw new Error("broken");
      }
      return new Response("fine", { headers: { "x-a": "b" } });
    }),
  );
  assert.equal((await fetch(`${address}/api/auth/ok`)).status, 500);
  fails = false;
  const answer = await fetch(`${address}/api/auth/ok`);
  assert.equal(await answer.text(), "fine");
  assert.equal(answer.headers.get("x-a"), "b");
});

test("node's headers become headers", () => {
  const headers = fromNodeHeaders({ a: "1", b: ["2", "3"], c: undefined, ":path": "/" });
  assert.deepEqual(
    [...headers],
    [
      ["a", "1"],
      ["b", "2, 3"],
    ],
  );
});

test("svelte-kit resolves what is none of the endpoints, and all while it builds", async () => {
  const { auth } = application;
  const page = new Response("page");
  const resolve = () => page;
  const hook = (path, building) =>
    svelteKitHandler({ auth, event: kitEvent(path), resolve, building });
  assert.equal(await hook("/", false), page);
  assert.equal(await hook("/api/authority", false), page);
  assert.equal(await hook("/api/auth/ok", true), page);
  assert.equal((await hook("/api/auth/ok", false)).status, 200);
  assert.ok(isAuthPath(`${origin}/api/auth/ok`, { baseURL: origin }));
  assert.ok(!isAuthPath(`${origin}/api/auth/ok`, { baseURL: `${origin}/accounts` }));
});

test("hono's middleware knows the user, and extends the session", async (context) => {
  const { auth } = application;
  const { user, headers } = await signedIn(auth);
  const app = new Hono()
    .use(sessionMiddleware(auth))
    .get("/me", (c) =>
      c.json({ name: c.get("user")?.name ?? null, session: c.get("session")?.userId ?? null }),
    );
  const known = await app.request("/me", { headers });
  assert.deepEqual(await known.json(), { name: "Ada", session: user.id });
  assert.deepEqual(await (await app.request("/me")).json(), { name: null, session: null });

  const upstream = await startUpstream(context, (_, response) => {
    response.setHeader("set-cookie", ["a=1; Path=/", "b=2"]);
    response.end("null");
  });
  const renewing = createAuth({ serverURL: upstream.address });
  const answer = await new Hono()
    .use(sessionMiddleware(renewing))
    .get("/", (c) => c.text("page"))
    .request("/");
  assert.deepEqual(answer.headers.getSetCookie(), ["a=1; Path=/", "b=2"]);
});

test("calls in svelte-kit set their cookies on the event", async () => {
  const set = [];
  let event = { cookies: { set: (...cookie) => set.push(cookie) } };
  const auth = createAuth({
    baseURL: origin,
    serverURL: application.address,
    plugins: [sveltekitCookies(() => event)],
  });
  await auth.api.signUpEmail({ body: newPerson() });
  const [[name, value, options]] = set;
  assert.equal(name, "better-auth.session_token");
  assert.match(value, /^\w{32}\.[\w+/]{43}=$/, "decoded, because the framework encodes it");
  assert.deepEqual(options, { path: "/", httpOnly: true, sameSite: "lax", maxAge: 604800 });
  event = undefined;
  await auth.api.signUpEmail({ body: newPerson() });
  event = {
    cookies: {
      set() {
        throw new Error("too late");
      },
    },
  };
  await auth.api.signUpEmail({ body: newPerson() });
  assert.equal(set.length, 1);
});

test("calls in TanStack Start set their cookies on the answer", async () => {
  register("../lib/tanstack-start-hooks.mjs", import.meta.url);
  const seen = (globalThis.tanstackCookies = []);
  for (const plugin of [tanstackStartCookies(), solidCookies()]) {
    const auth = createAuth({
      baseURL: origin,
      serverURL: application.address,
      plugins: [plugin],
    });
    await auth.api.signUpEmail({ body: newPerson() });
  }
  assert.deepEqual(
    seen.map(([framework, name, , options]) => [framework, name, options.httpOnly]),
    [
      ["react", "better-auth.session_token", true],
      ["solid", "better-auth.session_token", true],
    ],
  );
});

function overNetwork(address) {
  return (path, init) => fetch(address + path, init);
}

function kitEvent(path, init) {
  const request = new Request(origin + path, init);
  return { request, url: new URL(request.url), getClientAddress: () => "127.0.0.1" };
}
