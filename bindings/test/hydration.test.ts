import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthClient } from "../vanilla/index.js";
import { arrival, delivery } from "./fake-loader.js";
import { inPage, settled } from "./page.js";

test("a session brought along before the compiled client arrives is shown at once", () =>
  inPage(async () => {
    const someone = { session: {}, user: {} } as never;
    const { promise, arrive } = delivery();
    arrival.next = promise;
    const client = createAuthClient();
    client.hydrateSession(null);
    assert.equal(client.useSession.value.isPending, true);
    client.hydrateSession(someone);
    assert.equal(client.useSession.value.data, someone);
    arrive();
    await settled();
    assert.equal(client.useSession.value.data, someone);
  }));
