// A decision with mouse and screen: what follows is shown before the button, and the next item comes by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { carryOut, fillIn, openPracticeItem, propose } from "./decision.js";
import { House } from "./house.js";

const house = await House.open();

test("följderna visas i ordning före knappen, och nästa inslag kommer av sig självt", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(page);
  await fillIn(page);
  await propose(page);
  const steps = (await page.locator(".decide .steps .t").allInnerTexts()).join(" → ");
  assert.match(steps, /[Ss]äkra.*[Tt]a bort/, "det säkras innan det tas bort");
  await assertNoBarriers(page);
  await carryOut(page);
  const next = page.url().match(/\/bevakning\/([0-9a-f-]{36})/)?.[1];
  assert.ok(next && next !== item, page.url());
  await assertNoBarriers(page);
});

test("kritik får stå kvar med en knapp", async () => {
  const page = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(page);
  await page.getByRole("button", { name: /Ingen regel bruten/ }).click();
  await page.waitForURL((url) => !url.pathname.includes(item));
  await page.getByText("Beslutat").first().waitFor();
});

test("ett ofullständigt beslut säger vad som saknas, vid fältet, och inget är förlorat", async () => {
  const page = await house.visit({ as: "redaktor.ks", javaScriptEnabled: false });
  await openPracticeItem(page);
  await fillIn(page);
  await page.getByLabel("Varför åtgärden behövs och räcker").fill("   ");
  await page.getByRole("button", { name: "Visa vad som följer" }).click();
  await page.getByRole("alert").waitFor();
  const wrong = page.getByRole("alert").getByRole("link").first();
  const field = page.locator((await wrong.getAttribute("href")).replace("#", "[id='") + "']");
  assert.equal(await field.count(), 1, "länken leder till fältet");
  assert.notEqual(await page.getByLabel("Grund", { exact: true }).inputValue(), "");
});
