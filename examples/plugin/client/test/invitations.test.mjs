import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";

import { createAuthClient } from "signet-auth";

import { invitationsClient } from "../dist/invitations.js";

/** The server with the plugin: its address, and its first invitation. */
async function startServer(context) {
  const program = process.env.PLUGIN_EXAMPLE_BIN;
  assert.ok(program, "PLUGIN_EXAMPLE_BIN is not set: run `cargo xtask test servers`");
  const server = spawn(program, [], {
    env: {
      SIGNET_SECRET: "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEF",
      DATABASE_URL: "sqlite::memory:",
      LISTEN: "127.0.0.1:0",
    },
  });
  const ended = once(server, "exit");
  context.after(async () => {
    server.kill();
    await ended;
  });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
  const [, address, code] = /^(\S+) invites you: (\S+)$/.exec(line);
  return { address, code };
}

/** A client with cookies of its own, as a browser has them. */
function clientAt(address) {
  const cookies = new Map();
  return createAuthClient({
    baseURL: address,
    plugins: [invitationsClient()],
    fetchOptions: {
      async customFetchImpl(url, init) {
        const headers = new Headers(init?.headers);
        headers.set("origin", address);
        headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
        const response = await fetch(url, { ...init, headers });
        for (const cookie of response.headers.getSetCookie()) {
          const [pair] = cookie.split(";");
          cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
        }
        return response;
      },
    },
  });
}

test("a client signs up with a code and invites others", async (context) => {
  const { address, code } = await startServer(context);
  const ada = clientAt(address);
  const user = { name: "Ada", email: "ada@example.test", password: "correct horse" };

  const refused = await ada.signUp.email({ ...user, invitationCode: "wrong" });
  assert.equal(refused.error.code, "INVITATION_NEEDED");
  const signedUp = await ada.signUp.email({ ...user, invitationCode: code });
  assert.equal(signedUp.error, null);
  assert.equal(signedUp.data.user.email, "ada@example.test");

  const { data } = await ada.invitations.create();
  const eve = clientAt(address);
  const joined = await eve.signUp.email({
    ...user,
    email: "eve@example.test",
    invitationCode: data.code,
  });
  assert.equal(joined.error, null);
  const listed = await ada.invitations.list();
  assert.deepEqual(listed.data.invitations, [{ code: data.code, usedBy: "eve@example.test" }]);
});
