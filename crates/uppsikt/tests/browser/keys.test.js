// Keys: help, palette, J and K, and the setting that switches the letters off.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { House, isPowered } from "./house.js";

const house = await House.open();

test("? visar tangenterna, och Esc stänger", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Kortkommandon" });
  await dialog.waitFor();
  await dialog.getByText("Nästa och föregående rad").waitFor();
  await assertNoBarriers(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
});

test("Ctrl K hittar en sida på några bokstäver", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Gå till" });
  await dialog.waitFor();
  await page.keyboard.type("riktl");
  await assertNoBarriers(page);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/riktlinjer$/);
});

test("piltangenterna går i listan av träffar och tillbaka till fältet", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  await page.keyboard.press("Control+k");
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "I dag");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(), "Bevakning");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(), "palette-text");
});

test("J och K går mellan raderna, Enter öppnar", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await isPowered(page);
  const row = () => page.evaluate(() => [...document.querySelectorAll("[data-row]")].findIndex((row) => row.contains(document.activeElement)));
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await row(), 2);
  await page.keyboard.press("k");
  assert.equal(await row(), 1);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/bevakning\/[0-9a-f-]{36}/);
});

test("bokstäver i ett fält är bokstäver", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/jag/losenord" });
  await page.locator("main input").first().focus();
  await page.keyboard.type("gb?");
  assert.match(page.url(), /\/jag\/losenord$/);
  assert.equal(await page.locator("dialog[open]").count(), 0);
});

test("den som stänger av bokstäverna slipper dem, och Ctrl K finns kvar", async () => {
  const page = await house.visit({ as: "chef", path: "/jag" });
  await page.getByRole("checkbox", { name: "Enstaka bokstäver är kortkommandon" }).uncheck();
  await page.getByRole("button", { name: "Spara valet" }).click();
  await page.goto("/");
  await page.keyboard.press("?");
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(new URL(page.url()).pathname, "/");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Gå till" }).waitFor();
});
