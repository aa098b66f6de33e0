// A second factor: connecting an app, signing in with its codes, and an invitation to somebody new.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { assertNoBarriers, overflows } from "./barriers.js";
import { House, signIn } from "./house.js";

const CODE_SECONDS = 30;
const house = await House.open();

/** The code that an app shows for a key at a time (RFC 6238): a code is good once, so `later` skips on. */
function code(key, later = 0) {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / CODE_SECONDS) + later));
  const digest = createHmac("sha1", bytes).update(counter).digest();
  const number = digest.readUInt32BE(digest.at(-1) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Every state of the sign-in is as free of barriers as the pages that links lead to. */
async function assertGood(page) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await assertNoBarriers(page);
  }
  const size = page.viewportSize();
  assert.deepEqual(await overflows(page), []);
  await page.setViewportSize(size);
}

test("den som har kopplat en app loggar in med lösenord och kod", async () => {
  const page = await house.visit({ path: "/logga-in" });
  await assertGood(page);
  await signIn(page, "dso");
  await page.getByRole("link", { name: /^DS|Inloggad/ }).waitFor();
  await page.goto("/jag/app");
  await assertGood(page);
  const key = (await page.locator(".mono.selectable").innerText()).replaceAll(" ", "");
  await page.getByLabel("Koden som appen visar").fill(code(key));
  await page.getByRole("button", { name: "Koppla appen" }).click();
  await page.getByRole("heading", { name: "Dina reservkoder" }).waitFor();
  const spare = (await page.locator("main ul.mono li").first().innerText()).trim();
  await assertGood(page);
  await page.getByRole("link", { name: "Jag har sparat koderna" }).click();
  for (const path of ["/jag/koder", "/jag/app/koppla-bort"]) {
    await page.goto(path);
    await assertGood(page);
  }
  await page.getByRole("button", { name: "Logga ut" }).click();

  for (const answer of [code(key, 1), spare]) {
    await page.goto("/logga-in");
    await signIn(page, "dso");
    await page.waitForURL(/\/logga-in\/kod/);
    await assertGood(page);
    await page.locator("main input:not([type=hidden])").first().fill(answer);
    await page.locator("main button[type=submit]").first().click();
    await page.getByRole("heading", { level: 1, name: "I dag" }).waitFor();
    await page.getByRole("button", { name: "Logga ut" }).click();
  }
});

test("den som är inbjuden väljer lösenord och är inne", async () => {
  const admin = await house.visit({ as: "admin", path: "/drift/anvandare" });
  await assertGood(admin);
  await admin.getByRole("button", { name: /Ny inbjudan till .*Arkivarie/i }).click();
  const link = (await admin.locator("main [role=status] .selectable").innerText()).trim();
  const page = await house.visit({ path: new URL(link, house.origin).pathname });
  await assertGood(page);
  await page.getByLabel(/Nytt lösenord/).first().fill("en ny lösenfras för arkivet");
  for (const again of await page.getByLabel(/igen|en gång till/i).all()) await again.fill("en ny lösenfras för arkivet");
  await page.locator("main button[type=submit]").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/inbjudan"));
});
