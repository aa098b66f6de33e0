// A decision in the panel, step by step; what several tests go through in their own way.

export const NOTE = "Personnumret är inte till för alla att se, och texten går inte att visa utan det.";
/** On accounts whose names end so, measures are carried out on a practice platform. */
const PRACTICE = "(övning)";

/** The rows of the queue that are on a practice account, the most urgent first. */
export function practiceRows(page) {
  return page.locator("a.row").filter({ hasText: PRACTICE });
}

/** Opens such an item, the `nth` from the top; gives its id. */
export async function openPracticeItem(page, nth = 0) {
  await page.goto("/bevakning");
  const path = await practiceRows(page).nth(nth).getAttribute("href");
  await page.goto(path);
  await page.getByRole("heading", { name: /Ditt beslut|Bedöm på nytt/ }).waitFor();
  return path.split(/[?#]/)[0].split("/").pop();
}

/** The choices that a removal needs: a class unless the control suggests one, and the first ground for it. */
export async function fillIn(page) {
  const ground = page.getByLabel("Grund", { exact: true });
  if (!(await ground.count())) {
    await page.getByLabel("Bryter mot lag eller regel. Det är").selectOption({ label: "Personnummer" });
    await page.getByRole("button", { name: "Visa åtgärder" }).click();
  }
  await page.getByRole("radio", { name: "Ta bort" }).check();
  await ground.selectOption({ index: 1 });
  await page.getByLabel("Varför åtgärden behövs och räcker").fill(NOTE);
}

/** Shows what would follow. */
export async function propose(page) {
  await page.getByRole("button", { name: "Visa vad som följer" }).click();
  await page.getByRole("heading", { name: "Det här händer, i ordning" }).waitFor();
}

/** Decides, as the panel proposes. */
export async function carryOut(page) {
  await page.locator(".btn.danger").click();
  await isDecided(page);
}

/** Waits until the page says that it is decided, and how long it can be taken back. */
export async function isDecided(page) {
  await page.getByText(/Beslutat\. Kan ångras i \d+ sekunder/).first().waitFor();
}

/** Waits until the removal of an item has been carried out. The time to take it back is 30 seconds. */
export async function isRemoved(page, item) {
  const until = Date.now() + 90_000;
  for (;;) {
    await page.goto(`/handlingar/${item}`);
    if (await page.locator(".steps li.done .t").filter({ hasText: "Kontrollera på plattformen" }).count()) return;
    if (Date.now() > until) throw new Error(`inte borttaget: ${await page.locator(".steps li").allInnerTexts()}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}
