// Every page: found by following the links of everybody in the demonstration, one sample of each kind.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Who looks; the first whom a kind of page is shown is its sample. */
export const PEOPLE = ["redaktor.ks", "registrator", "admin", "chef", "arkivarie", "dso", "kommunikation", "revisor"];
const SAMPLES_OF_A_KIND_MAX = 3;
const ASKS_AT_ONCE_MAX = 4;

/** The paths of the program's GET routes, as its source has them; those with the most words first. */
export const ROUTES = (() => {
  const root = process.env.UPPSIKT_SOURCE || fileURLToPath(new URL("../../../..", import.meta.url));
  const folder = join(root, "crates/uppsikt/src");
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".rs"));
  const found = files.flatMap((name) => [...readFileSync(join(folder, name), "utf8").matchAll(/Route::get\(\s*"([^"]+)"/g)]);
  const holes = (path) => path.split("{").length;
  return [...new Set(found.map(([, path]) => path))].sort((one, other) => holes(one) - holes(other));
})();

/** A path without what varies: its route, and the names in its query. */
export function kind(path) {
  const url = new URL(path, "http://uppsikt.invalid");
  const route = ROUTES.find((route) => new RegExp(`^${route.replace(/\{[^}]*\}/g, "[^/]+")}$`).test(url.pathname));
  const names = [...new Set(url.searchParams.keys())].sort();
  return (route ?? url.pathname) + (names.length ? `?${names.join("&")}` : "");
}

const text = (html) => html.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code)).replaceAll("&quot;", '"').replaceAll("&amp;", "&");

/** Where a form that only asks leads, sent as it stands; with the first choice where none is made, and a word to search for. */
function asked(form) {
  const query = new URLSearchParams();
  for (const [, name, choices] of form.matchAll(/<select\b[^>]*?\sname="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const value = choices.match(/value="([^"]+)"[^>]*\sselected/) ?? choices.match(/value="([^"]+)"/);
    if (value) query.set(name, text(value[1]));
  }
  for (const [input] of form.matchAll(/<input\b[^>]*>/g)) {
    const [name, value] = ["name", "value"].map((which) => input.match(new RegExp(`\\s${which}="([^"]*)"`))?.[1]);
    if (!value && name !== "q" && /\srequired/.test(input)) return null;
    if (name && !/type="(checkbox|radio)"/.test(input)) query.set(name, text(value || (name === "q" ? "snö" : "")));
  }
  return `${text(form.match(/\saction="([^"]*)"/)?.[1] ?? "")}?${query}`;
}

/** Where a page leads within the house: its links, and its forms that only ask. */
function links(html, origin, from) {
  const hrefs = [...html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href]) => text(href));
  const forms = [...html.matchAll(/<form\b[^>]*method="get"[\s\S]*?<\/form>/g)].map(([form]) => asked(form));
  const found = [...hrefs, ...forms.filter((path) => path !== null)].map((to) => new URL(to, origin + from));
  return found.filter((url) => url.origin === origin).map((url) => url.pathname + url.search);
}

/** Follows every link that somebody is shown: kind → path of the pages, the kinds of files, and what is not there. */
export async function crawl(house, name) {
  const cookie = name ? await house.cookie(name) : "";
  const seen = new Set();
  const samples = new Map();
  const pages = new Map();
  const files = new Set();
  const dead = [];
  const waiting = ["/", "/om", "/logga-in"];
  const look = async (path) => {
    const answer = await fetch(house.origin + path, { headers: { cookie, accept: "text/html" }, redirect: "manual" });
    const body = await answer.text();
    if (answer.status >= 400) dead.push(`${answer.status} ${path} (${name ?? "ingen"})`);
    if (answer.status !== 200) return [];
    if (!answer.headers.get("content-type")?.startsWith("text/html")) {
      files.add(kind(path));
      return [];
    }
    if (!pages.has(kind(path))) pages.set(kind(path), path);
    return links(body, house.origin, path);
  };
  while (waiting.length) {
    const now = waiting.splice(0, ASKS_AT_ONCE_MAX);
    for (const path of (await Promise.all(now.map(look))).flat()) {
      const count = samples.get(kind(path)) ?? 0;
      if (seen.has(path) || count >= SAMPLES_OF_A_KIND_MAX || path.startsWith("/static/")) continue;
      seen.add(path);
      samples.set(kind(path), count + 1);
      waiting.push(path);
    }
  }
  return { pages, files, dead };
}
