// What an administrator and a manager do without commands: a guideline, an account, an exception.
import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNoBarriers, overflows } from "./barriers.js";
import { House } from "./house.js";

const house = await House.open();

/** The page as it stands after a form is as free of barriers as those that links lead to. */
async function assertGood(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await assertNoBarriers(page);
  }
  const size = page.viewportSize();
  assert.deepEqual(await overflows(page), []);
  await page.setViewportSize(size);
}

test("en chef ser vad en riktlinje betyder och antar den", async () => {
  const page = await house.visit({ as: "chef", path: "/riktlinjer" });
  await page.locator("main h2 a").first().click();
  await page.getByRole("link", { name: "Anta riktlinje" }).click();
  await page.getByLabel("Riktlinje", { exact: true }).selectOption("egen");
  await page.getByLabel(/egna profilens text/).fill("format = 2");
  await page.getByRole("button", { name: "Granska" }).click();
  await page.getByRole("heading", { name: "Rätta till det här" }).waitFor();
  await assertGood(page);
  await page.getByLabel("Riktlinje", { exact: true }).selectOption("osby");
  await page.getByRole("button", { name: "Granska" }).click();
  await page.getByRole("heading", { level: 1, name: "Det här skulle gälla" }).waitFor();
  await assertGood(page);
  await page.getByRole("button", { name: "Ändra" }).click();
  assert.equal(await page.getByLabel("Riktlinje", { exact: true }).inputValue(), "osby");
  await page.getByRole("button", { name: "Granska" }).click();
  await page.getByRole("button", { name: "Anta riktlinjen" }).click();
  await page.getByText("Riktlinjen är antagen.").waitFor();
  await assertGood(page);
});

test("en administratör lägger till ett konto att öva på", async () => {
  const page = await house.visit({ as: "admin", path: "/" });
  await page.getByRole("heading", { name: "Kom igång" }).waitFor();
  await page.goto("/konton");
  await page.getByRole("link", { name: "Lägg till ett konto" }).click();
  await page.getByLabel("Namn", { exact: true }).fill("Ett nytt konto");
  await page.getByLabel(/^Adress \(/).fill("https://127.0.0.1:9/");
  await page.getByRole("button", { name: "Lägg till kontot" }).click();
  await page.getByRole("heading", { name: "Anslutningen fungerar inte" }).waitFor();
  await assertGood(page);
  await page.getByLabel("Plattform", { exact: true }).selectOption("practice");
  await page.getByRole("button", { name: "Lägg till kontot" }).click();
  await page.getByText("Kontot är tillagt.").waitFor();
  await page.getByRole("link", { name: "Prova som besökare" }).waitFor();
});

test("ett undantag begärs, beviljas och avslutas", async () => {
  const editor = await house.visit({ as: "redaktor.ks", path: "/konton" });
  await editor.locator("main th a").first().click();
  await editor.getByRole("link", { name: "Begär undantag" }).click();
  await editor.getByLabel("Undantag från").selectOption({ index: 0 });
  await editor.getByRole("button", { name: "Fortsätt" }).click();
  await editor.getByRole("button", { name: "Begär undantaget" }).waitFor();
  await assertGood(editor);
  const today = await editor.getByLabel("Första dagen").inputValue();
  await editor.getByLabel("Sista dagen").fill("2001-01-01");
  await editor.getByLabel("Skäl").fill("Kontot byggs om.");
  await editor.getByRole("button", { name: "Begär undantaget" }).click();
  await editor.getByRole("heading", { name: "Rätta till det här" }).waitFor();
  await assertGood(editor);
  await editor.getByLabel("Sista dagen").fill(today);
  await editor.getByRole("button", { name: "Begär undantaget" }).click();
  await editor.getByText("Undantaget är begärt.").waitFor();
  await assertGood(editor);

  const manager = await house.visit({ as: "chef", path: new URL(editor.url()).pathname });
  await assertGood(manager);
  await manager.getByRole("button", { name: "Bevilja" }).click();
  await manager.getByText("Undantaget är beviljat.").waitFor();
  await assertGood(manager);
  await manager.getByRole("button", { name: "Avsluta undantaget" }).click();
  await manager.getByText("Riktlinjen gäller igen.").waitFor();
});
