// htmx: the pane changes as one moves, and a decision changes list and pane together, without a new page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { carryOut, fillIn, propose } from "./decision.js";
import { House, isPowered } from "./house.js";

const house = await House.open();

/** Marks the page; the mark is gone when another one has been loaded. */
const mark = (page) => page.evaluate(() => { window.isSamePage = true; });
const isSame = (page) => page.evaluate(() => window.isSamePage === true);

const heading = (page) => page.locator("#detail h1");

test("J och K byter inslag utan ny sida, och adressen följer med", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await isPowered(page);
  await mark(page);
  await page.keyboard.press("j");
  await heading(page).waitFor();
  const first = [page.url(), await heading(page).innerText()];
  assert.match(first[0], /\/bevakning\/[0-9a-f-]{36}/);
  await page.keyboard.press("j");
  await page.waitForURL((url) => url.href !== first[0]);
  await page.keyboard.press("k");
  await page.waitForURL(first[0]);
  assert.equal(await heading(page).innerText(), first[1]);
  assert.ok(await isSame(page));
  assert.equal(await page.locator("a.row[aria-current]").count(), 1);
  await assertNoBarriers(page);
});

test("bakåt i webbläsaren går tillbaka i kön", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await isPowered(page);
  await page.locator("a.row").nth(0).click();
  await heading(page).waitFor();
  const first = page.url();
  await page.locator("a.row").nth(1).click();
  await page.waitForURL((url) => url.href !== first);
  await page.goBack();
  await page.waitForURL(first);
  await heading(page).waitFor();
});

test("ett beslut byter kö och inslag på samma sida, och fokus hamnar på nästa", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  await isPowered(page);
  await page.locator("a.row").filter({ hasText: "(övning)" }).first().click();
  await page.getByRole("heading", { name: /Ditt beslut|Bedöm på nytt/ }).waitFor();
  await mark(page);
  await fillIn(page);
  await propose(page);
  const before = await heading(page).innerText();
  await carryOut(page);
  assert.ok(await isSame(page));
  assert.notEqual(`${await heading(page).innerText()} ${page.url()}`, before);
  assert.notEqual(await page.evaluate(() => document.activeElement.localName), "body", "fokus är inte tappat");
  await assertNoBarriers(page);
});
