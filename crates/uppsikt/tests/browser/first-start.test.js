// An empty installation: its first administrator sets it up in the browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers, overflows } from "./barriers.js";
import { House } from "./house.js";

const house = await House.open({ isEmpty: true });

test("den första administratören sätter upp en tom installation", async () => {
  assert.ok(house.startCode, "servern har sagt koden");
  const page = await house.visit({ path: "/start" });
  await assertNoBarriers(page);
  assert.deepEqual(await overflows(page), []);
  await page.getByLabel("Engångskod").fill(house.startCode);
  await page.getByLabel("Organisation").fill("Lindholms kommun");
  await page.getByLabel("Myndigheter").fill("Kommunstyrelsen\nSocialnämnden");
  await page.getByLabel("Administratörens namn").fill("Alva Först");
  await page.getByLabel("Administratörens användarnamn").fill("alva");
  await page.getByLabel("Nytt lösenord").fill("den allra första lösenfrasen");
  await page.getByRole("button", { name: "Sätt upp Uppsikt" }).click();
  await page.waitForURL((url) => url.pathname !== "/start");
  // Empty pages are pages too.
  for (const path of ["/", "/bevakning", "/konton", "/efterlevnad", "/riktlinjer", "/drift/anvandare", "/jag"]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
    await assertNoBarriers(page);
  }
  assert.equal((await page.goto("/start")).status(), 404, "bara en gång");
});
