// The registrar: a finished draft becomes a number with Enter, and the number stands on the item.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { openPracticeItem } from "./decision.js";
import { House } from "./house.js";

const house = await House.open();

test("en redaktör tar ett nummer, registratorn gör posten färdig med Enter, och numret står på handlingen", async () => {
  const editor = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(editor);
  await editor.goto(`/handlingar/${item}/diariefor`);
  await assertNoBarriers(editor);
  await editor.getByLabel("Offentlig beskrivning").fill("Fråga om anmälan");
  await editor.getByRole("button", { name: "Reservera numret" }).click();
  await editor.waitForURL((url) => !url.pathname.endsWith("/diariefor"));

  const page = await house.visit({ as: "registrator" });
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL(/\/diarium$/);
  const row = page.locator("a.row, main a[href^='/diarium/']").filter({ hasText: "Fråga om anmälan" }).first();
  const number = (await row.locator(".num").first().innerText()).trim();
  await row.click();
  await page.getByRole("heading", { name: `Utkast till ${number}` }).waitFor();
  await assertNoBarriers(page);
  const draft = new URL(page.url()).pathname;
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Diarieför/, "knappen har fokus");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== draft);
  await assertNoBarriers(page);

  await page.goto(draft);
  assert.equal(await page.getByRole("heading", { name: /Utkast till/ }).count(), 0, "posten är inte längre ett utkast");
  await editor.goto(`/handlingar/${item}`);
  await editor.getByText(number).first().waitFor();
});
