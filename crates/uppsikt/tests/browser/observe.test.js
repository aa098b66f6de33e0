// What an editor sees on a platform that nobody can read is registered on a phone, with a picture, and seen again.
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { House, PHONE } from "./house.js";

const house = await House.open();
/** One red dot. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

test("en kommentar på Facebook registreras för hand, och att den försvinner", async () => {
  const page = await house.visit({ as: "redaktor.ks", path: "/konton", ...PHONE });
  await page.getByRole("link", { name: "Lindholms kommun", exact: true }).click();
  await page.getByRole("link", { name: "Registrera det du ser" }).click();
  await assertNoBarriers(page);
  await page.getByLabel(/Namnet på den som har skrivit/).fill("Prov Provsson");
  await page.getByLabel("Vad som står i det").fill("Jäklar vad halt det är på Storgatan!");
  await page.getByLabel("När det publicerades").fill("2026-03-01T08:15");
  await page.getByLabel(/Skärmbilder/).setInputFiles({ name: "bild.png", mimeType: "image/png", buffer: PICTURE });
  await page.getByLabel(/Jag intygar/).check();
  await page.getByRole("button", { name: "Registrera" }).click();
  await page.getByText("Inslaget är registrerat.").waitFor();
  await page.getByRole("link", { name: "Öppna handlingen" }).click();
  await page.getByRole("heading", { name: "Kommentar från Prov Provsson" }).waitFor();
  await page.getByRole("heading", { name: "Bilder och bilagor" }).waitFor();
  await assertNoBarriers(page);

  await page.getByRole("link", { name: "Registrera hur det ser ut nu" }).click();
  await assertNoBarriers(page);
  await page.getByLabel("Hur det ser ut nu").selectOption({ label: "Borttaget, visas inte längre" });
  await page.getByLabel(/Jag intygar/).check();
  await page.getByRole("button", { name: "Registrera" }).click();
  await page.getByText("Att inslaget inte längre visas är sparat.").waitFor();
});
