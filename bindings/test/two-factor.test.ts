import assert from "node:assert/strict";
import { test } from "node:test";
import { twoFactorClient, type TwoFactorClientOptions } from "../plugins/two-factor/index.js";
import { inPage } from "./page.js";

const needed = { twoFactorRedirect: true, twoFactorMethods: ["totp", "otp"] };

test("a sign-in that needs a second factor goes to the page that asks for it", () =>
  inPage(async () => {
    await answered({ twoFactorPage: "/two-factor" }, needed);
    assert.equal(visited(), "/two-factor");
  }));

test("an application that shows it by itself is told how, and stays", () =>
  inPage(async () => {
    const told: unknown[] = [];
    const onTwoFactorRedirect = async (context: unknown) => void told.push(context);
    await answered({ twoFactorPage: "/two-factor", onTwoFactorRedirect }, needed);
    assert.deepEqual(told, [{ twoFactorMethods: ["totp", "otp"] }]);
    assert.equal(visited(), undefined);
  }));

test("the call waits for what the application does then", async () => {
  let done = false;
  const onTwoFactorRedirect = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    done = true;
  };
  await answered({ onTwoFactorRedirect }, needed);
  assert.equal(done, true);
});

test("an address that would run as code is not followed", () =>
  inPage(async () => {
    await answered({ twoFactorPage: "javascript:alert(1)" }, needed);
    assert.equal(visited(), undefined);
  }));

test("other answers, servers and applications that do not care stay where they are", async () => {
  await inPage(async () => {
    await answered({ twoFactorPage: "/two-factor" }, { user: {} });
    await answered({ twoFactorPage: "/two-factor" }, null);
    await answered(undefined, needed);
    assert.equal(visited(), undefined);
  });
  await answered({ twoFactorPage: "/two-factor" }, needed);
});

async function answered(options: TwoFactorClientOptions | undefined, data: unknown): Promise<void> {
  for (const { hooks } of twoFactorClient(options).fetchPlugins) {
    await hooks.onSuccess?.({ data });
  }
}

function visited(): string | undefined {
  return (window.location as { href?: string }).href;
}
