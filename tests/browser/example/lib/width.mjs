import assert from "node:assert/strict";

/** Sees to it that nothing of a page stands beyond its right edge. */
export async function fitsTheWidth(page, expected) {
  const { width, window } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    window: innerWidth,
  }));
  assert.equal(window, expected);
  assert.ok(width <= expected, `the page is ${width} px wide`);
}
