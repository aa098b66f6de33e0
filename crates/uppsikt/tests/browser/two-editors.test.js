// Two people at the same item: the slower one is told, and nothing is decided twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { carryOut, fillIn, openPracticeItem, propose } from "./decision.js";
import { House } from "./house.js";
import { assertNoBarriers } from "./barriers.js";

const house = await House.open();

test("den som beslutar på en gammal sida får veta vad som har beslutats", async () => {
  const first = await house.visit({ as: "redaktor.ks" });
  const second = await house.visit({ as: "kommunikation" });
  const item = await openPracticeItem(first);
  await second.goto(`/bevakning/${item}`);
  await fillIn(second);

  await fillIn(first);
  await propose(first);
  await carryOut(first);

  await second.getByRole("button", { name: "Visa vad som följer" }).click();
  await second.getByRole("heading", { name: "Inslaget har ändrats sedan du öppnade sidan" }).waitFor();
  await second.getByText("Ditt beslut är inte sparat").waitFor();
  await assertNoBarriers(second);
  await second.getByRole("link", { name: "Öppna inslaget som det är nu" }).click();
  await second.getByRole("heading", { name: "Beslutat" }).waitFor();
  await first.goto(`/handlingar/${item}`);
  assert.equal(await first.locator("section[aria-labelledby=decisions-title] .steps").count(), 1, "ett beslut");
});
