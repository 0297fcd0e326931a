import assert from "node:assert/strict";
import { test } from "node:test";
import { createAuthClient } from "../vanilla/index.js";
import { arrival, delivery, FakeClient } from "./fake-loader.js";
import { inPage, settled } from "./page.js";

test("a compiled client that can't be loaded is an error of calls and session; the next call tries again", () =>
  inPage(async () => {
    const { promise, fail } = delivery();
    arrival.next = promise;
    const client = createAuthClient();
    const call = client.getSession();
    client.useSession.listen(() => {});
    fail(new TypeError("no network"));
    await assert.rejects(call, /no network/);
    await settled();
    const { error, isPending } = client.useSession.value;
    assert.match(String(error), /no network/);
    assert.equal(isPending, false);

    arrival.next = undefined;
    await client.getSession();
    assert.equal(arrival.loads, 2);
    assert.deepEqual(FakeClient.all[0]?.told[0], ["mount"], "the listener has not been forgotten");
  }));
