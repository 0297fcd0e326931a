import assert from "node:assert/strict";

/** Presses Tab until something has the focus, and sees to it that the focus shows. */
export async function tabTo(page, target) {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press("Tab");
    const outline = await target.evaluate(
      (element) => element === document.activeElement && getComputedStyle(element).outlineStyle,
    );
    if (outline) {
      assert.notEqual(outline, "none", "the focus can be seen");
      return;
    }
  }
  assert.fail("the Tab key does not lead there");
}
