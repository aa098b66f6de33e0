// Search: by keyboard from any page, with the query told in words, also what has been removed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { House } from "./house.js";

const INDEX_SECONDS_MAX = 60;
const house = await House.open();
await isIndexed();

/** Waits until the index has come as far as the ledger, as the page says. */
async function isIndexed() {
  const page = await house.visit({ as: "registrator" });
  for (const until = Date.now() + INDEX_SECONDS_MAX * 1000; ; ) {
    await page.goto("/sok?q=sn%C3%B6");
    const [, come, of] = (await page.locator("main").innerText()).match(/har kommit till ([\d\s]+) av ([\d\s]+) i liggaren/) ?? [];
    if (come && come === of) break;
    assert.ok(Date.now() < until, `sökregistret har kommit till ${come} av ${of}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await page.context().close();
}

test("snedstreck, ett ord och Enter ger träffar som går att öppna", async () => {
  const page = await house.visit({ as: "registrator" });
  await page.keyboard.press("/");
  await page.keyboard.type("snö");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sok\?/);
  await assertNoBarriers(page);
  const hit = page.getByRole("region", { name: "Träffar" }).locator("a[href^='/handlingar/']").first();
  await hit.click();
  await page.waitForURL(/\/handlingar\//);
});

test("utan träff står det vad man kan göra", async () => {
  const page = await house.visit({ as: "registrator", path: "/sok?q=qqqxyzzy" });
  await page.getByText("Ingenting hittades").waitFor();
  await assertNoBarriers(page);
});

test("träffarna kommer medan man skriver, och fältet behåller fokus", async () => {
  const page = await house.visit({ as: "registrator", path: "/sok" });
  const field = page.getByRole("main").getByRole("searchbox");
  await field.click();
  await page.keyboard.type("snö");
  await page.getByRole("heading", { name: /\d+ träff/ }).waitFor();
  assert.equal(await field.evaluate((element) => element === document.activeElement), true);
  assert.equal(await field.inputValue(), "snö");
});

test("sökningen fungerar utan JavaScript", async () => {
  const page = await house.visit({ as: "registrator", javaScriptEnabled: false });
  await page.getByRole("search").getByRole("searchbox").first().fill("snö");
  await page.keyboard.press("Enter");
  await page.locator("main a[href^='/handlingar/']").first().waitFor();
});
