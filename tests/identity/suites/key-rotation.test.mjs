// @ts-check
// A provider that signs with a new key. Both servers ask for the keys of a provider at most every
// 30 seconds, so that nobody with a made-up key id makes them ask more; the suite waits that long
// once, for both.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { OIDC, Stage } from "../lib/stage.mjs";
import { TARGET_KINDS } from "../lib/target.mjs";

const PATIENCE_MS = 30_000;
const ERRORS = { errorCallbackURL: "/oh" };

const targets = new Map(TARGET_KINDS.map((kind) => [kind, new Stage()]));
const stages = [...targets.values()];

before(() => Promise.all([...targets].map(([kind, stage]) => stage.start(kind))));
after(() => Promise.all(stages.map((stage) => stage.stop())));

test("a new key works, and the old one is needed no more", async () => {
  /** @param {Stage} stage */
  const signIn = (stage) => {
    stage.person();
    return stage.visitor().signIn(OIDC, ERRORS);
  };
  for (const stage of stages) assert.equal((await signIn(stage)).location, "/home");
  for (const stage of stages) await stage.provider.rotateKeys();
  await setTimeout(PATIENCE_MS + 500);
  for (const stage of stages) {
    assert.equal((await signIn(stage)).location, "/home", stage.target.kind);
    assert.equal((await signIn(stage)).location, "/home", stage.target.kind);
    const asked = stage.provider.requests.filter(({ path }) => path === "/jwks");
    assert.equal(asked.length, 2, `${stage.target.kind} asks for keys when one is missing`);
  }
});

test("made-up key ids don't make a server ask for keys again and again", async () => {
  for (const stage of stages) {
    await stage.provider.rotateKeys();
    const asked = () => stage.provider.requests.filter(({ path }) => path === "/jwks").length;
    const before = asked();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      stage.person();
      const { location } = await stage.visitor().signIn(OIDC, ERRORS);
      assert.equal(location, "/oh?error=unable_to_get_user_info", stage.target.kind);
    }
    assert.equal(asked(), before, stage.target.kind);
  }
});
