// Many at once: nobody waits for somebody who waits for them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { House } from "./house.js";
import { crawl } from "./pages.js";

const PEOPLE_AT_ONCE = 12;
const ANSWER_SECONDS_MAX = 20;
const house = await House.open();

test("tolv som öppnar samma sida samtidigt får alla svar", async () => {
  const { pages } = await crawl(house, "chef");
  const headers = { cookie: await house.cookie("chef"), accept: "text/html" };
  const wrong = [];
  for (const path of pages.values()) {
    const ask = async () => {
      const answer = await fetch(house.origin + path, { headers, signal: AbortSignal.timeout(ANSWER_SECONDS_MAX * 1000) });
      await answer.arrayBuffer();
      return answer.status;
    };
    const answers = await Promise.allSettled(Array.from({ length: PEOPLE_AT_ONCE }, ask));
    const bad = answers.filter(({ value }) => value !== 200);
    if (bad.length) wrong.push(`${path}: ${bad.length} av ${PEOPLE_AT_ONCE} fick inget svar (${bad[0].value ?? bad[0].reason.name})`);
  }
  assert.ok(!wrong.length, wrong.join("\n"));
});
