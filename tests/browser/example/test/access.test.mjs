import assert from "node:assert/strict";
import { test } from "node:test";
import { faintTexts } from "../lib/contrast.mjs";
import { tabTo } from "../lib/keyboard.mjs";
import { fillSignUp, greeting, guestForm, newPerson, signUp } from "../lib/person.mjs";
import { useSite } from "../lib/site.mjs";
import { fitsTheWidth } from "../lib/width.mjs";

const site = useSite();

test("everything can be done with the keyboard alone, and the focus can be seen", async () => {
  const page = await site.open(await site.newVisitor());
  const ada = newPerson();
  await guestForm(page).waitFor();

  await tabTo(page, guestForm(page));
  await page.keyboard.press("ArrowRight");
  await page.getByLabel("Name").waitFor();
  for (const [label, text] of [
    ["Name", ada.name],
    ["E-mail", ada.email],
    ["Password", ada.password],
  ]) {
    await tabTo(page, page.getByLabel(label, { exact: true }));
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await greeting(page, ada).waitFor();

  await tabTo(page, page.getByRole("button", { name: "Sign out", exact: true }));
  await page.keyboard.press("Space");
  await guestForm(page).waitFor();

  await tabTo(page, page.getByLabel("E-mail"));
  await page.keyboard.type(ada.email);
  await tabTo(page, page.getByLabel("Password", { exact: true }));
  await page.keyboard.type(ada.password);
  await tabTo(page, page.getByLabel("Remember me"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Sign in", exact: true }));
  await page.keyboard.press("Enter");
  await greeting(page, ada).waitFor();
});

test("a phone shows everything without scrolling sideways", async () => {
  const visitor = await site.newVisitor({
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  const page = await site.open(visitor);
  await guestForm(page).waitFor();
  await site.picture(page, "phone-welcome");
  await fitsTheWidth(page, 360);

  await page.getByRole("tab", { name: "Create account" }).tap();
  const ada = newPerson("Augusta Ada King, Countess of Lovelace");
  ada.email = `a-very-long-address-without-any-place-to-break-it-${ada.email}`;
  await fillSignUp(page, ada);
  await page.getByRole("button", { name: "Create account" }).tap();
  await greeting(page, ada).waitFor();
  await page.getByRole("listitem").waitFor();
  await page.getByRole("region", { name: "useQuery()" }).waitFor();
  await site.picture(page, "phone-dashboard", { fullPage: true });
  await fitsTheWidth(page, 360);
});

for (const colorScheme of ["light", "dark"]) {
  test(`every text can be read in ${colorScheme} mode`, async () => {
    const page = await site.open(await site.newVisitor({ colorScheme }));
    await guestForm(page).waitFor();
    assert.deepEqual(await faintTexts(page), []);

    await page.getByRole("tab", { name: "Create account" }).click();
    const ada = newPerson();
    await fillSignUp(page, { ...ada, password: "short" });
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("This password is too short").waitFor();
    assert.deepEqual(await faintTexts(page), []);
    await site.picture(page, `form-${colorScheme}`);

    await signUp(page, ada);
    await page.getByRole("listitem").waitFor();
    await page.getByRole("region", { name: "useQuery()" }).waitFor();
    assert.deepEqual(await faintTexts(page), []);
    await site.picture(page, `dashboard-${colorScheme}`, { fullPage: true });
  });
}

test("dark mode is dark", async () => {
  const brightness = async (colorScheme) => {
    const page = await site.open(await site.newVisitor({ colorScheme }));
    const color = await page.evaluate(
      () => getComputedStyle(document.documentElement).backgroundColor,
    );
    return Math.max(...color.match(/\d+/g).map(Number));
  };
  assert.ok((await brightness("dark")) < 60);
  assert.ok((await brightness("light")) > 200);
});

test("every input has a label and tells password managers what it is for", async () => {
  const page = await site.open(await site.newVisitor());
  for (const tab of ["Sign in", "Create account"]) {
    await page.getByRole("tab", { name: tab }).click();
    const inputs = await page.locator("input").evaluateAll((all) =>
      all.map(({ labels, type, autocomplete }) => ({
        labelled: labels.length > 0,
        completed: type === "checkbox" || autocomplete !== "",
      })),
    );
    assert.ok(inputs.length >= 3);
    assert.ok(inputs.every(({ labelled, completed }) => labelled && completed));
  }
});

test("nothing moves for those who asked for less motion", async () => {
  const page = await site.open(await site.newVisitor({ reducedMotion: "reduce" }));
  await guestForm(page).waitFor();
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll("*")].filter((element) => {
        const { animationName, transitionProperty } = getComputedStyle(element);
        return animationName !== "none" || !["all", "none"].includes(transitionProperty);
      }).length,
  );
  assert.equal(moving, 0);
});
