// Every page, in light and dark, from a desk to a phone: nothing in anybody's way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { barriers, overflows } from "./barriers.js";
import { House } from "./house.js";
import { PEOPLE, ROUTES, crawl } from "./pages.js";

const AT_ONCE_MAX = 2;
/** Routes that no link leads to, and why. */
const UNLINKED = {
  "/api/openapi.json": "asked by machines, as is all under /api/v1",
  "/bevakning/strom": "a stream of events: together.test.js",
  "/drift/integrationer/{id}": "nobody is let in in the demonstration",
  "/bevakning/samlat/{id}": "bulk.test.js",
  "/konton/{id}/undantag/{exception}": "administrator.test.js",
  "/handlingar/{id}/bild/{number}": "a picture within a page",
  "/healthz": "asked by machines",
  "/liggare/sok": "leads on to what was asked for",
  "/static/{version}/{file}": "files",
  "/inbjudan/{token}": "second-factor.test.js",
  "/jag/app/koppla-bort": "second-factor.test.js",
  "/jag/koder": "second-factor.test.js",
  "/logga-in/app": "leads on to others unless a second factor is asked of everybody",
  "/logga-in/kod": "second-factor.test.js",
  "/start": "first-start.test.js",
};

/** What shows each role something else: a sample for each. */
const VARIED = ["/", "/bevakning/{item}", "/handlingar/{id}", "/jag"];

const house = await House.open();
const crawled = [];
for (const name of [undefined, ...PEOPLE]) crawled.push({ name, ...(await crawl(house, name)) });
const samples = new Map();
for (const { name, pages } of crawled) {
  for (const [kind, path] of pages) {
    const key = VARIED.includes(kind) ? `${kind} ${name}` : kind;
    if (!samples.has(key)) samples.set(key, { name, path });
  }
}

function none(wrong) {
  assert.ok(!wrong.length, `${wrong.length} fel:\n${wrong.join("\n")}`);
}

test("ingen länk leder fel", () => {
  none(crawled.flatMap(({ dead }) => dead));
});

test("varje sida nås genom länkar", () => {
  const found = new Set(crawled.flatMap(({ pages, files }) => [...pages.keys(), ...files]).map((kind) => kind.split("?")[0]));
  none(ROUTES.filter((route) => !found.has(route) && !(route in UNLINKED) && !route.startsWith("/api/v1/")));
});

async function look({ name, path }) {
  const page = await house.visit({ as: name, path });
  const found = (await overflows(page)).map((what) => `går utanför på ${what}`);
  const at = async (colorScheme, width, rules) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    for (const what of await barriers(page, rules)) found.push(`${colorScheme} ${width} px: ${what}`);
  };
  await at("light", 1440);
  await at("dark", 1440, ["color-contrast"]);
  await at("dark", 390);
  await at("light", 390, ["color-contrast", "target-size"]);
  await page.context().close();
  return found;
}

test("inget hindrar någon, ljust och mörkt, på skrivbord och telefon", async () => {
  const waiting = [...samples.entries()];
  const wrong = [];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const found = await look(next[1]);
      for (const what of found) wrong.push(`${next[0]} (${next[1].name ?? "ingen"}, ${next[1].path}): ${what}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE_MAX }, worker));
  console.log(`${samples.size} slags sidor`);
  none(wrong);
});
