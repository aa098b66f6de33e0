// Somebody who practises writes as a visitor; a colleague's queue says so while it stands open.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { House } from "./house.js";

const house = await House.open();
const NAME = "Prov Provsson";

test("det en besökare skriver dyker upp i kön, ändras och försvinner, och allt finns kvar", async () => {
  const watching = await house.visit({ as: "redaktor.ks", path: "/bevakning" });
  const page = await house.visit({ as: "redaktor.ks", path: "/konton" });
  await page.getByRole("link", { name: "Lindholms kommun (övning)" }).click();
  await page.getByRole("link", { name: "Prova som besökare" }).click();
  await assertNoBarriers(page);
  await page.getByLabel("Besökarens namn").fill(NAME);
  await page.getByLabel("Kommentar", { exact: true }).fill("Mitt nummer är 501017-2483, ring mig.");
  await page.getByRole("button", { name: "Skriv som besökare" }).click();
  await page.getByText("Kommentaren är skriven och hämtad.").waitFor();

  await watching.locator("#live-new").getByRole("link", { name: "visa" }).click();
  const row = watching.locator("li[data-row] a.row").filter({ hasText: NAME });
  await row.waitFor();
  assert.match(await row.innerText(), /personnummer/);
  await row.click();
  await watching.getByRole("heading", { name: `Kommentar från ${NAME}` }).waitFor();

  await page.getByRole("link", { name: /^Ändra/ }).click();
  await page.getByLabel("Ny lydelse").fill("Ring mig.");
  await page.getByRole("button", { name: "Spara lydelsen" }).click();
  await page.getByText("Kommentaren har en ny lydelse.").waitFor();
  await page.getByRole("button", { name: /^Ta bort/ }).click();
  await page.getByText("Kommentaren är borta på övningskontot.").waitFor();
  await assertNoBarriers(page);

  await watching.getByRole("link", { name: "Öppna handlingen" }).click();
  for (const version of ["Version 1", "Version 2", "Version 3"]) {
    await watching.getByRole("heading", { name: version }).or(watching.getByText(version, { exact: true })).first().waitFor();
  }
  await watching.getByText("501017-2483").first().waitFor();
});
