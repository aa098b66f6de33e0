// Everything with JavaScript off: the whole decision, until it has been carried out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carryOut, fillIn, isRemoved, openPracticeItem, propose } from "./decision.js";
import { House } from "./house.js";

const house = await House.open();
const OFF = { javaScriptEnabled: false };

test("ett helt beslut utan JavaScript, tills det är utfört", async () => {
  const page = await house.visit({ as: "redaktor.ks", ...OFF });
  const item = await openPracticeItem(page);
  await fillIn(page);
  await propose(page);
  await carryOut(page);
  await isRemoved(page, item);
});

test("menyn och sidorna nås utan JavaScript, och inget visas som inte fungerar", async () => {
  const page = await house.visit({ as: "chef", ...OFF });
  const links = await page.locator("nav a[data-key]").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(links.length >= 5);
  for (const path of links) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await page.locator("[data-open]:visible").count(), 0, "knappar som behöver JavaScript syns inte");
  }
});
