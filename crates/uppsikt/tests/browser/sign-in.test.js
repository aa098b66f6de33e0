// Signing in, being refused, and signing out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { House, signIn } from "./house.js";

const house = await House.open();

test("den som inte är inloggad kommer till inloggningen och sedan dit den ville", async () => {
  const page = await house.visit({ path: "/konton" });
  assert.match(page.url(), /\/logga-in\?nasta=/);
  await signIn(page, "chef");
  await page.getByRole("heading", { level: 1, name: "Konton" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/konton");
});

test("fel lösenord säger vad som hände och behåller användarnamnet", async () => {
  const page = await house.visit({ path: "/logga-in" });
  await signIn(page, "chef", "inte det rätta lösenordet");
  await page.getByRole("alert").waitFor();
  assert.equal(await page.getByLabel("Lösenord", { exact: true }).inputValue(), "");
  assert.equal(new URL(page.url()).pathname, "/logga-in");
});

test("den som loggar ut är utloggad", async () => {
  const page = await house.visit({ path: "/logga-in" });
  await signIn(page, "redaktor.ks");
  await page.getByRole("button", { name: "Logga ut" }).click();
  await page.waitForURL(/logga-in/);
  await page.goto("/bevakning");
  assert.match(page.url(), /\/logga-in/);
});
