// What a page puts in people's way: axe's findings, and content that does not fit the window.
import assert from "node:assert/strict";
import axe from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** A desk, a tablet, a phone, and a desk of 1,280 pixels with the text enlarged to 400 %. */
const WIDTHS = [1440, 1024, 390, 320];

/** How many places of a kind are told. */
const PLACES_MAX = 2;

/** What axe finds, one line for each rule: why, how often, and where. `rules` narrows it to some of its rules. */
export async function barriers(page, rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  const options = { runOnly, resultTypes: ["violations"], elementRef: false };
  const { violations } = await page.evaluate((options) => window.axe.run(document, options), options);
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, PLACES_MAX).map(({ target, html }) => `${target.join(" ")} ${html.slice(0, 160)}`);
    return `${id}: ${help} (${nodes.length}): ${places.join("; ")}`;
  });
}

/** Fails when axe finds anything on the page as it stands. */
export async function assertNoBarriers(page) {
  assert.deepEqual(await barriers(page), []);
}

/** The widths at which the page has to be moved sideways to be read, with what sticks out. */
export async function overflows(page, widths = WIDTHS) {
  const found = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: width > 1000 ? 900 : 844 });
    const wide = await page.evaluate(() => {
      const room = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= room) return null;
      // What scrolls within itself is not what widens the page.
      const scrolls = (element) => element && element !== document.body && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.offsetParent));
      const sticks = [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > room + 1 && !scrolls(element.offsetParent));
      return sticks.slice(0, 3).map((element) => `${element.localName}.${element.className}`).join(", ") || "?";
    });
    if (wide) found.push(`${width} px: ${wide}`);
  }
  return found;
}
