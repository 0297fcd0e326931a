import { chromium } from "playwright-core";
import { launchOptions } from "../../lib/chromium.mjs";

/** Opens a page of the application and tells which states it showed and what the console said. */
export async function statesShownAt(address) {
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage();
    const complaints = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(address);
    await page
      .locator("p", { hasText: /^(?!pending)/ })
      .first()
      .waitFor();
    return { states: await page.locator("p").allTextContents(), complaints };
  } finally {
    await browser.close();
  }
}
