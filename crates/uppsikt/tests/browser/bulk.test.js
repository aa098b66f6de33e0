// A media storm: several items judged at once, with a preview, a delay and one button that takes all of it back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers, overflows } from "./barriers.js";
import { NOTE } from "./decision.js";
import { House, isPowered } from "./house.js";

const COUNT = 3;
const house = await House.open();

test("flera inslag väljs med X, bedöms tillsammans och ångras med en knapp", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await isPowered(page);
  for (let chosen = 0; chosen < COUNT; chosen += 1) {
    await page.keyboard.press("j");
    await page.keyboard.press("x");
  }
  assert.equal(await page.locator("input[name=inslag]:checked").count(), COUNT);
  await page.getByRole("button", { name: "Bedöm valda tillsammans" }).click();
  await page.getByRole("heading", { level: 1, name: "Samlat beslut" }).waitFor();
  await page.getByLabel("Bryter mot lag eller regel. Det är").selectOption({ label: "Personnummer" });
  await page.getByRole("button", { name: /Visa åtgärder|Byt klass/ }).click();
  await page.getByRole("radio", { name: "Ta bort" }).check();
  await page.getByLabel("Grund", { exact: true }).selectOption({ index: 1 });
  await page.getByLabel("Varför åtgärden behövs och räcker").fill(NOTE);
  await assertNoBarriers(page);
  await page.getByRole("button", { name: "Visa vad som följer" }).click();
  await page.getByText("Inget är beslutat ännu").waitFor();
  await assertNoBarriers(page);
  await page.getByRole("button", { name: /Besluta om/ }).click();
  await page.getByText("Till dess är inget gjort på plattformen").waitFor();
  await assertNoBarriers(page);
  assert.deepEqual(await overflows(page), []);
  await page.getByRole("button", { name: "Ångra alltihop" }).click();
  await page.getByText("Beslutet är ångrat").first().waitFor();
});
