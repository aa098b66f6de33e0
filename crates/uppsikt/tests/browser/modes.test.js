// Other ways to look: forced colours, less motion, enlarged text, paper.
import assert from "node:assert/strict";
import { test } from "node:test";
import { overflows } from "./barriers.js";
import { House } from "./house.js";

const PATHS = ["/", "/bevakning", "/konton", "/efterlevnad", "/jag"];
const house = await House.open();

test("med datorns egna färger har knappar och etiketter en kant, och fokus syns", async () => {
  const page = await house.visit({ as: "chef", forcedColors: "active" });
  for (const path of PATHS) {
    await page.goto(path);
    const bare = await page.locator(".btn:visible, .tag:visible").evaluateAll((all) => all.filter((one) => getComputedStyle(one).borderTopWidth === "0px").length);
    assert.equal(bare, 0, path);
    await page.keyboard.press("Tab");
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.equal(outline, "solid", path);
  }
});

test("den som vill ha mindre rörelse får ingen", async () => {
  const page = await house.visit({ as: "chef", path: "/bevakning", reducedMotion: "reduce" });
  const moving = await page.locator("body *").evaluateAll((all) => all.filter((one) => {
    const style = getComputedStyle(one);
    return style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0);
  }).length);
  assert.equal(moving, 0);
});

test("förstorat till det dubbla ryms allt på bredden", async () => {
  const page = await house.visit({ as: "chef" });
  for (const path of PATHS) {
    await page.goto(path);
    assert.deepEqual(await overflows(page, [1440 / 2, 1024 / 2]), [], path);
  }
});

test("på papper står bara innehållet", async () => {
  const page = await house.visit({ as: "chef", path: "/konton" });
  await page.emulateMedia({ media: "print" });
  for (const gone of [".top", ".side", ".bottom"]) assert.equal(await page.locator(gone).isVisible(), false, gone);
  await page.getByRole("heading", { level: 1, name: "Konton" }).waitFor();
});
