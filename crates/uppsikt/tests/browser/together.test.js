// Two people in the same queue: each sees what the other has in front of them, without loading the page again.
import { test } from "node:test";
import { assertNoBarriers } from "./barriers.js";
import { openPracticeItem } from "./decision.js";
import { House } from "./house.js";

const house = await House.open();

test("den som öppnar ett inslag som någon annan har framme ser det, och kan ta över", async () => {
  const first = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(first);
  const second = await house.visit({ as: "kommunikation", path: `/bevakning/${item}` });
  await second.getByText(/Redaktör, Kommunstyrelsen har det här framme/).last().waitFor();
  await assertNoBarriers(second);
  await second.getByRole("button", { name: /Ta över från Redaktör/ }).click();
  await second.getByText(/Du har tagit det här/).waitFor();
});

test("i kön syns vem som har ett inslag framme, utan att sidan laddas om", async () => {
  const watching = await house.visit({ as: "kommunikation", path: "/bevakning" });
  const working = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(working, 1);
  await watching.locator(`#claim-${item}`).filter({ hasText: /Redaktör/ }).waitFor();
});

test("det som någon annan beslutar om säger sidan till om medan man läser", async () => {
  // The editor sees one authority's items, the communicator all of them.
  const deciding = await house.visit({ as: "redaktor.ks" });
  const item = await openPracticeItem(deciding, 2);
  const reading = await house.visit({ as: "kommunikation", path: `/bevakning/${item}` });
  await deciding.getByRole("button", { name: /Ingen regel bruten/ }).click();
  await reading.getByRole("link", { name: "Läs in inslaget på nytt" }).waitFor();
});
