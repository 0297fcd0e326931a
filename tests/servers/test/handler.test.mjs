import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { createAuth } from "signet-auth/server";
import { toNodeHandler } from "signet-auth/node";
import { cookieHeader, newPerson, origin, useApplication } from "../lib/application.mjs";
import { listen } from "../lib/listen.mjs";
import { startUpstream } from "../lib/upstream.mjs";

const application = useApplication();

const request = (path, init) => new Request(`${origin}/api/auth${path}`, init);
const post = (path, body, headers = {}) =>
  request(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", origin, ...headers },
  });

test("a request is answered as the server answers it, each cookie on its own", async () => {
  const answer = await application.auth.handler(
    post("/sign-up/email", { ...newPerson(), rememberMe: false }),
  );
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("content-type"), "application/json");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  const names = answer.headers.getSetCookie().map((cookie) => cookie.split("=")[0]);
  assert.deepEqual(names, ["better-auth.session_token", "better-auth.dont_remember"]);
  const { user } = await answer.json();

  const cookie = cookieHeader(answer.headers);
  const session = await application.auth.handler(request("/get-session", { headers: { cookie } }));
  assert.equal((await session.json()).user.id, user.id);
});

test("errors of the server arrive as they are", async () => {
  const answer = await application.auth.handler(post("/sign-in/email", { email: "a@b.de" }));
  assert.equal(answer.status, 400);
  assert.equal((await answer.json()).code, "VALIDATION_ERROR");
  const unknown = await application.auth.handler(request("/no-such-route"));
  assert.equal(unknown.status, 404);
  assert.equal(await unknown.text(), "");
});

test("a page of another site can't use the mount", async () => {
  const answer = await application.auth.handler(
    post("/sign-in/email", newPerson(), { origin: "https://evil.example" }),
  );
  assert.equal(answer.status, 403);
  assert.equal((await answer.json()).code, "INVALID_ORIGIN");
});

test("what is no browser needs no origin, what may be one does", async () => {
  const attempt = async (headers) => {
    const sent = post("/sign-in/email", newPerson(), headers);
    sent.headers.delete("origin");
    const answer = await application.auth.handler(sent);
    return [answer.status, (await answer.json()).code];
  };
  assert.deepEqual(await attempt({}), [401, "INVALID_EMAIL_OR_PASSWORD"]);
  const refused = [403, "MISSING_OR_NULL_ORIGIN"];
  assert.deepEqual(await attempt({ cookie: "a=1" }), refused);
  assert.deepEqual(await attempt({ "sec-fetch-site": "cross-site" }), refused);
  const navigation = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  assert.equal((await attempt(navigation))[0], 403);
  assert.deepEqual(await attempt({ referer: "https://evil.example/" }), [403, "INVALID_ORIGIN"]);
});

test("a session does not carry the name of the program in between", async () => {
  const { headers } = await application.auth.handler(post("/sign-up/email", newPerson()));
  const cookie = cookieHeader(headers);
  const answer = await application.auth.handler(request("/get-session", { headers: { cookie } }));
  assert.equal((await answer.json()).session.userAgent, "");
});

test("only what is below the mount is passed on, whatever the path is made of", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  for (const path of [
    "/",
    "/api/auth",
    "/api/authority",
    "/api/auth/../../admin",
    "/api/auth/%2e%2e/%2e%2e/admin",
    "/api/auth/..\\..\\admin",
    "//evil.example/api/auth/ok",
  ]) {
    const answer = await auth.handler(new Request(origin + path));
    assert.equal(answer.status, 404, path);
  }
  assert.deepEqual(upstream.requests, []);
  await auth.handler(new Request(`${origin}/api/auth//evil.example/ok?a=%2F&b=%20`));
  assert.equal(upstream.requests[0].url, "/api/auth//evil.example/ok?a=%2F&b=%20");
});

test("the mount may be elsewhere than the server's own", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({
    baseURL: `${origin}/accounts/`,
    serverURL: `${upstream.address}/internal/auth`,
  });
  await auth.handler(new Request(`${origin}/accounts/ok`));
  assert.equal(upstream.requests[0].url, "/internal/auth/ok");

  const named = createAuth({ serverURL: upstream.address, basePath: "auth/" });
  await named.handler(new Request(`${origin}/auth/ok`));
  assert.equal(upstream.requests[1].url, "/auth/ok");
});

test("headers of the connection stay behind, the others go on", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: "https://app.example", serverURL: upstream.address });
  const address = await listen(context, toNodeHandler(auth));
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    "POST /api/auth/sign-out HTTP/1.1\r\nHost: evil.example\r\nConnection: close, X-Secret\r\n" +
      "X-Secret: 1\r\nTE: trailers\r\nProxy-Authorization: Basic a\r\nUser-Agent: browser\r\n" +
      "Cookie: a=1; b=2\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" +
      "2\r\n{}\r\n0\r\n\r\n",
  );
  socket.resume();
  await once(socket, "close");
  const { headers, body } = upstream.requests[0];
  assert.equal(body, "{}");
  assert.equal(headers.host, new URL(upstream.address).host);
  assert.equal(headers["user-agent"], "browser");
  assert.equal(headers.cookie, "a=1; b=2");
  assert.equal(headers["x-forwarded-host"], "app.example");
  assert.equal(headers["x-forwarded-proto"], "https");
  for (const name of ["x-secret", "te", "proxy-authorization"]) {
    assert.equal(headers[name], undefined, name);
  }
});

test("what a client says about its own address and host is not believed", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  const claimed = {
    "x-forwarded-for": "6.6.6.6",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "gopher",
    "x-forwarded-port": "1",
    forwarded: "for=6.6.6.6",
    "x-real-ip": "6.6.6.6",
    "x-client-ip": "6.6.6.6",
    "cf-connecting-ip": "6.6.6.6",
    "true-client-ip": "6.6.6.6",
  };
  await auth.handler(request("/ok", { headers: claimed }));
  await auth.handler(request("/ok", { headers: claimed }), { clientAddress: "192.0.2.1" });
  const [unknown, known] = upstream.requests.map(({ headers }) => headers);
  assert.ok(!JSON.stringify([unknown, known]).match(/6\.6\.6\.6|evil|gopher/));
  assert.equal(unknown["x-forwarded-for"], undefined);
  assert.equal(known["x-forwarded-for"], "192.0.2.1");
  assert.equal(known["x-forwarded-host"], "app.example");
});

test("behind proxies the address counts that the outermost trusted one has seen", async (context) => {
  const upstream = await startUpstream(context);
  const seen = async (clientAddress, value) => {
    const auth = createAuth({ baseURL: origin, serverURL: upstream.address, clientAddress });
    const headers = { "x-forwarded-for": value };
    await auth.handler(request("/ok", { headers }), { clientAddress: "10.0.0.1" });
    return upstream.requests.at(-1).headers["x-forwarded-for"];
  };
  const header = "x-forwarded-for";
  assert.equal(await seen({ header }, "203.0.113.7"), "203.0.113.7");
  assert.equal(await seen({ header }, "6.6.6.6, 203.0.113.7"), "203.0.113.7");
  assert.equal(await seen({ header, hops: 2 }, "6.6.6.6, 203.0.113.7, 10.0.0.9"), "203.0.113.7");
  assert.equal(await seen({ header, hops: 2 }, "203.0.113.7"), undefined);
  assert.equal(await seen({ header }, "nonsense"), undefined);
  assert.equal(await seen(() => "2001:db8::1", ""), "2001:db8::1");
  assert.equal(await seen(() => "6.6.6.6, 7.7.7.7", ""), undefined);
});

test("the server counts attempts per client, not per claim", async (context) => {
  const { address, stop } = await import("../../lib/signet.mjs").then(({ startSignet }) =>
    startSignet(undefined, `base_url = "${origin}"\n`),
  );
  context.after(stop);
  const auth = createAuth({ baseURL: origin, serverURL: address });
  const attempt = async (clientAddress, claimed) => {
    const sent = post("/sign-in/email", newPerson(), { "x-forwarded-for": claimed });
    return (await auth.handler(sent, { clientAddress })).status;
  };
  const statuses = [];
  for (const claimed of ["1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"]) {
    statuses.push(await attempt("192.0.2.1", claimed));
  }
  assert.deepEqual(statuses, [401, 401, 401, 429]);
  assert.equal(await attempt("192.0.2.2", "1.1.1.1"), 401);
});

test("a redirect is handed on, not followed", async (context) => {
  const upstream = await startUpstream(context, (_, response) => {
    response.setHeader("set-cookie", ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"]);
    response.writeHead(302, { location: "/somewhere" }).end();
  });
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  const answer = await auth.handler(request("/verify-email?token=a"));
  assert.equal(answer.status, 302);
  assert.equal(answer.headers.get("location"), "/somewhere");
  assert.equal(answer.headers.getSetCookie().length, 2);
  assert.equal(upstream.requests.length, 1);
});

test("without the server the answer is 502 in the form of an error", async () => {
  const auth = createAuth({ baseURL: origin, serverURL: "http://127.0.0.1:9" });
  const answer = await auth.handler(request("/get-session"));
  assert.equal(answer.status, 502);
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal((await answer.json()).code, "BAD_GATEWAY");
});

test("a server that does not answer in time is 504", async (context) => {
  const upstream = await startUpstream(context, () => {});
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address, timeout: 50 });
  const answer = await auth.handler(request("/get-session"));
  assert.equal(answer.status, 504);
  assert.equal((await answer.json()).code, "GATEWAY_TIMEOUT");
});

test("a client that goes away takes its request along", async (context) => {
  let closed;
  const ended = new Promise((resolve) => (closed = resolve));
  const arrived = deferred();
  const upstream = await startUpstream(context, (_, response) => {
    response.on("close", closed);
    arrived.resolve();
  });
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address });
  const abort = new AbortController();
  const answer = auth.handler(request("/get-session", { signal: abort.signal }));
  await arrived.promise;
  abort.abort();
  await assert.rejects(answer, { name: "AbortError" });
  await ended;
});

test("a mount that leads back to itself says so", async (context) => {
  let auth;
  const address = await listen(context, (incoming, response) =>
    toNodeHandler(auth)(incoming, response),
  );
  auth = createAuth({ baseURL: address });
  const answer = await auth.handler(new Request(`${address}/api/auth/ok`));
  assert.equal(answer.status, 508);
  assert.equal((await answer.json()).code, "LOOP_DETECTED");
});

test("a body that is too large is refused, whether or not its length is announced", async (context) => {
  const upstream = await startUpstream(context);
  const auth = createAuth({ baseURL: origin, serverURL: upstream.address, bodyLimit: 10 });
  const address = await listen(context, toNodeHandler(auth));
  const endless = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(8)),
  });
  for (const body of ["x".repeat(11), endless]) {
    const init = { method: "POST", body, duplex: "half" };
    const answer = await auth.handler(request("/sign-in/email", init));
    assert.equal(answer.status, 413);
    assert.equal((await answer.json()).code, "PAYLOAD_TOO_LARGE");
  }
  const announced = await fetch(`${address}/api/auth/ok`, { method: "POST", body: "x".repeat(11) });
  assert.equal(announced.status, 413);
  await auth.handler(request("/sign-in/email", { method: "POST", body: "x".repeat(10) }));
  assert.deepEqual(
    upstream.requests.map(({ body }) => body),
    ["x".repeat(10)],
  );
});

test("an address that is none is refused at the start", () => {
  for (const serverURL of ["localhost:3000", "ftp://a.example", "nonsense"]) {
    assert.throws(() => createAuth({ serverURL }), { name: "BetterAuthError" });
  }
});

test("without any address the first call fails, not the start, which may be a build", async () => {
  const auth = createAuth();
  await assert.rejects(auth.api.ok(), /SIGNET_SERVER_URL/);
  await assert.rejects(auth.handler(request("/ok")), { name: "BetterAuthError" });
});

test("addresses are found in the environment", async (context) => {
  const upstream = await startUpstream(context);
  process.env.SIGNET_SERVER_URL = upstream.address;
  process.env.SIGNET_URL = `${origin}/login`;
  context.after(() => {
    delete process.env.SIGNET_SERVER_URL;
    delete process.env.SIGNET_URL;
  });
  const answer = await createAuth().fetch(new Request(`${origin}/login/ok`));
  assert.equal(answer.status, 200);
  assert.equal(upstream.requests[0].url, "/api/auth/ok");
});

function deferred() {
  let resolve;
  const promise = new Promise((given) => (resolve = given));
  return { promise, resolve };
}
