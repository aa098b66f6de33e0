// The whole decision by keyboard only, from I dag to the item after it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTE, isDecided, practiceRows } from "./decision.js";
import { House, isPowered } from "./house.js";

const TABS_MAX = 120;
const house = await House.open();

const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);

/** Goes on with Tab until something has the focus, as one does without a mouse. */
async function tabTo(page, locator) {
  await locator.waitFor();
  for (let presses = 0; presses < TABS_MAX; presses += 1) {
    if (await hasFocus(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab når inte ${locator}`);
}

test("ett helt beslut bara med tangenter", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  const keys = page.keyboard;
  await keys.press("g");
  await keys.press("b");
  await page.waitForURL(/\/bevakning$/);
  await isPowered(page);
  const wanted = await practiceRows(page).first().getAttribute("href");
  const row = page.locator(`a.row[href="${wanted}"]`);
  for (let presses = 0; presses < 30 && !(await hasFocus(row)); presses += 1) await keys.press("j");
  await keys.press("Enter");
  await page.waitForURL((url) => url.pathname === new URL(wanted, house.origin).pathname);

  await page.getByRole("heading", { name: /Ditt beslut|Bedöm på nytt/ }).waitFor();
  if (!(await page.getByLabel("Grund", { exact: true }).count())) {
    // The control suggests nothing: the class is typed, as in any list of choices.
    await tabTo(page, page.getByLabel("Bryter mot lag eller regel. Det är"));
    await keys.type("Personn");
    await tabTo(page, page.getByRole("button", { name: "Visa åtgärder" }));
    await keys.press("Enter");
  }
  const measure = page.getByRole("radio", { name: "Ta bort" });
  await tabTo(page, measure);
  await keys.press("Space");
  const ground = page.getByLabel("Grund", { exact: true });
  await tabTo(page, ground);
  await keys.press("ArrowDown");
  assert.notEqual(await ground.inputValue(), "");
  await tabTo(page, page.getByLabel("Varför åtgärden behövs och räcker"));
  await keys.type(NOTE);
  await tabTo(page, page.getByRole("button", { name: "Visa vad som följer" }));
  await keys.press("Enter");
  await page.getByRole("heading", { name: "Det här händer, i ordning" }).waitFor();
  await tabTo(page, page.locator(".btn.danger"));
  await keys.press("Enter");
  await isDecided(page);
  assert.notEqual(new URL(page.url()).pathname, new URL(wanted, house.origin).pathname, "nästa inslag är framme");
});
