// What has been decided can be taken back before anything has happened outside.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carryOut, fillIn, openPracticeItem, propose } from "./decision.js";
import { House } from "./house.js";

const house = await House.open();

async function decided(page, nth) {
  const item = await openPracticeItem(page, nth);
  await fillIn(page);
  await propose(page);
  await carryOut(page);
  return item;
}

/** The item is back to be judged, and its page says that the decision was taken back. */
async function assertTakenBack(page, item) {
  await page.getByText("Beslutet är ångrat").waitFor();
  await page.goto(`/bevakning/${item}`);
  await page.getByRole("heading", { name: /Ditt beslut|Bedöm på nytt/ }).waitFor();
  await page.goto(`/handlingar/${item}`);
  assert.equal(await page.locator(".steps li.done", { hasText: /Ta bort/ }).count(), 0);
}

test("Ångra tar tillbaka beslutet", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  const item = await decided(page, 0);
  await page.getByRole("button", { name: "Ångra" }).first().click();
  await assertTakenBack(page, item);
});

test("Z ångrar", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  const item = await decided(page, 1);
  await page.keyboard.press("z");
  await assertTakenBack(page, item);
});
