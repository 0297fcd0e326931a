import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../lib/site.mjs";

const frameworks = ["client", "react", "vue", "svelte", "solid"];

for (const entry of ["signet-auth", ...frameworks.map((name) => `signet-auth/${name}`)]) {
  test(`${entry} works in Node as it is`, async (context) => {
    const site = await serve(".");
    context.after(site.close);
    const { createAuthClient } = await import(entry);
    const client = createAuthClient({ baseURL: site.address });
    assert.deepEqual(await client.getSession(), { data: null, error: null });
    assert.deepEqual(site.requests, ["/api/auth/get-session"]);
  });
}

test("the entries export these names", async () => {
  const names = {};
  for (const entry of [
    "client",
    "react",
    "vue",
    "svelte",
    "solid",
    "inline",
    "inline/react",
    "streamed",
    "wasm",
    "server",
    "cookies",
    "next",
    "next-js",
    "svelte-kit",
    "nuxt",
    "astro",
    "hono",
    "tanstack-start",
    "tanstack-start/solid",
    "node",
  ]) {
    names[entry] = Object.keys(await import(`signet-auth/${entry}`)).sort();
  }
  assert.deepEqual(names, {
    client: ["BetterAuthError", "createAuthClient"],
    react: ["BetterAuthError", "createAuthClient", "useStore"],
    vue: ["BetterAuthError", "createAuthClient", "useStore"],
    svelte: ["BetterAuthError", "createAuthClient"],
    solid: ["BetterAuthError", "createAuthClient"],
    inline: ["BetterAuthError", "createAuthClient"],
    streamed: ["BetterAuthError", "createAuthClient"],
    "inline/react": ["BetterAuthError", "createAuthClient", "useStore"],
    wasm: ["Client", "default", "initSync"],
    server: ["APIError", "BetterAuthError", "createAuth", "getSessionCookie", "isAPIError"],
    cookies: ["getCookieCache", "getSessionCookie"],
    next: ["nextCookies", "toNextJsHandler"],
    "next-js": ["nextCookies", "toNextJsHandler"],
    "svelte-kit": ["isAuthPath", "svelteKitHandler", "sveltekitCookies", "toSvelteKitHandler"],
    nuxt: ["toNuxtHandler"],
    astro: ["toAstroHandler"],
    hono: ["sessionMiddleware", "toHonoHandler"],
    "tanstack-start": ["tanstackStartCookies", "toTanStackStartHandler"],
    "tanstack-start/solid": ["tanstackStartCookies", "toTanStackStartHandler"],
    node: ["fromNodeHeaders", "toNodeHandler"],
  });
});
