/** The texts of a page that stand out too little from what is behind them (WCAG 2, level AA). */
export function faintTexts(page) {
  return page.evaluate(() => {
    const faint = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent.trim();
      const element = walker.currentNode.parentElement;
      if (text && element.checkVisibility()) {
        const ratio = contrast(channels(getComputedStyle(element).color), behind(element));
        if (ratio < 4.5) {
          faint.push(`${text}: ${ratio.toFixed(2)}`);
        }
      }
    }
    return faint;

    function behind(element) {
      for (let each = element; each; each = each.parentElement) {
        const color = channels(getComputedStyle(each).backgroundColor);
        if (color[3] !== 0) {
          return color;
        }
      }
      return [255, 255, 255];
    }

    function channels(color) {
      return color.match(/[\d.]+/g).map(Number);
    }

    function contrast(one, other) {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    }

    function luminance(color) {
      const [red, green, blue] = color.map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
  });
}
