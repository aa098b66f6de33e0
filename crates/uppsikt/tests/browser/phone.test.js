// On a phone, with fingers: the menu, the queue and a whole decision.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { fillIn, isDecided, practiceRows } from "./decision.js";
import { House, PHONE } from "./house.js";

const house = await House.open();

test("ett helt beslut på en telefon", async () => {
  const page = await house.visit({ as: "redaktor.ks", ...PHONE });
  await page.getByRole("link", { name: "Meny" }).tap();
  await page.getByRole("navigation").getByRole("link", { name: /Bevakning/ }).tap();
  await page.waitForURL(/\/bevakning$/);
  await practiceRows(page).first().tap();
  await page.getByRole("heading", { name: /Ditt beslut|Bedöm på nytt/ }).waitFor();
  await assertNoBarriers(page);
  await fillIn(page);
  await page.getByRole("button", { name: "Visa vad som följer" }).tap();
  await page.getByRole("heading", { name: "Det här händer, i ordning" }).waitFor();
  await page.locator(".btn.danger").tap();
  await isDecided(page);
  const undo = page.getByRole("button", { name: "Ångra" }).first();
  await undo.waitFor();
  const { height } = await undo.boundingBox();
  assert.ok(height >= 24, `Ångra är ${height} px hög`);
});
