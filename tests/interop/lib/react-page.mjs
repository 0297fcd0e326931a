// @ts-check
// Driving `pages/react.jsx`.

/**
 * A browser profile of its own for a test.
 *
 * @param {import("node:test").TestContext} t
 * @param {import("playwright-core").Browser} browser
 */
export async function openProfile(t, browser) {
  const context = await browser.newContext();
  context.setDefaultTimeout(8000);
  t.after(() => context.close());
  return context;
}

/**
 * @param {import("playwright-core").BrowserContext} context
 * @param {import("../lib/servers.mjs").RunningServer} server
 * @param {string} packageName
 */
export async function openReactPage(context, server, packageName) {
  const page = await context.newPage();
  /** @type {string[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(`${server.origin}/${packageName}/react.html`);
  return { page, errors };
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} testId
 * @param {string} text
 */
export async function shows(page, testId, text) {
  await page
    .getByTestId(testId)
    .and(page.getByText(text, { exact: true }))
    .waitFor();
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} email
 * @param {string} password
 * @param {"sign up" | "sign in"} button
 */
export async function submit(page, email, password, button) {
  await page.getByLabel("e-mail").fill(email);
  await page.getByLabel("password").fill(password);
  await page.getByRole("button", { name: button }).click();
}
