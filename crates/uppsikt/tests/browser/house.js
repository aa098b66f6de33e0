// A house to test in: a copy of the demonstration, the program serving it, and a browser that is watched.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** The password of everybody in the demonstration. */
export const PASSWORD = "prova uppsikt i lindholm";
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** A desk; without motion, so that nobody measures a colour on its way to another. */
const DESK = { viewport: { width: 1440, height: 900 }, locale: "sv-SE", reducedMotion: "reduce" };
const STEP_MS_MAX = 15_000;

/** The program under test: UPPSIKT_BIN, or the one that cargo last built. */
export function program() {
  const built = fileURLToPath(new URL("../../../../target/debug/uppsikt", import.meta.url));
  return process.env.UPPSIKT_BIN || built;
}

/** Debian's browser: UPPSIKT_CHROMIUM, or what is on PATH. */
function browser() {
  if (process.env.UPPSIKT_CHROMIUM) return process.env.UPPSIKT_CHROMIUM;
  const folders = process.env.PATH.split(delimiter);
  const files = ["chromium-headless-shell", "chromium"].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = files.find(existsSync);
  assert.ok(found, "varken chromium-headless-shell eller chromium finns; installera Debians paket chromium");
  return found;
}

export class House {
  /** What the watched pages did that they must not: asked elsewhere, or complained in the console. */
  wrongs = [];
  #users = new Map();

  /**
   * Opens a house for the test file, and closes it after the file's last test. An empty one holds nobody yet;
   * `startCode` is what its server tells whoever started it.
   */
  static async open({ isEmpty = false } = {}) {
    const house = new House();
    after(() => house.#close());
    house.#folder = mkdtempSync(join(tmpdir(), "uppsikt-house-"));
    house.data = join(house.#folder, "data");
    if (isEmpty) mkdirSync(house.data, { mode: 0o700 });
    else if (process.env.UPPSIKT_DEMO) cpSync(process.env.UPPSIKT_DEMO, house.data, { recursive: true });
    else execFileSync(program(), ["demo", "--data", house.data], { stdio: "ignore" });
    house.origin = await house.#serve(isEmpty ? ["--empty"] : []);
    house.#browser = await chromium.launch({ executablePath: browser() });
    return house;
  }

  #folder;
  #server;
  #browser;

  /** Starts the program on a free port; it tells its address, and before it what an empty house asks for. */
  async #serve(more) {
    const words = ["serve", "--data", this.data, "--listen", "127.0.0.1:0", ...more];
    this.#server = spawn(program(), words, { stdio: ["ignore", "ignore", "pipe"] });
    // A file that takes too long is ended from outside; its server is to end with it.
    process.once("exit", () => this.#server.kill("SIGKILL"));
    process.once("SIGTERM", () => process.exit(1));
    return new Promise((resolve, reject) => {
      this.#server.once("exit", (code) => reject(new Error(`programmet slutade (${code}) innan det hade sagt sin adress`)));
      createInterface({ input: this.#server.stderr }).on("line", (line) => {
        const address = line.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0];
        this.startCode ??= line.match(/skriv koden (\S+)/)?.[1];
        if (address) resolve(address);
      });
    });
  }

  async #close() {
    await this.#browser?.close();
    if (this.#server?.exitCode === null) {
      const ended = new Promise((resolve) => this.#server.once("exit", resolve));
      this.#server.kill("SIGTERM");
      await ended;
    }
    if (this.#folder) rmSync(this.#folder, { recursive: true, force: true });
    assert.deepEqual(this.wrongs, []);
  }

  /**
   * A page in a browser profile of its own, signed in as somebody unless `as` is left out.
   * `options` are Playwright's for a new context, such as PHONE or { colorScheme: "dark" }.
   */
  async visit({ as, path = "/", ...options } = {}) {
    const storageState = as && (await this.#signedIn(as));
    const context = await this.#browser.newContext({ ...DESK, baseURL: this.origin, storageState, ...options });
    context.setDefaultTimeout(STEP_MS_MAX);
    this.#watch(context);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  /** The cookie of somebody who has signed in through the form; asked for once for each. */
  async #signedIn(name) {
    if (!this.#users.has(name)) {
      const page = await this.visit({ path: "/logga-in" });
      await signIn(page, name);
      this.#users.set(name, await page.context().storageState());
      await page.context().close();
    }
    return this.#users.get(name);
  }

  /** The same as a header, for asking without a browser. */
  async cookie(name) {
    const { cookies } = await this.#signedIn(name);
    return cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #watch(context) {
    const wrong = (what) => this.wrongs.push(what);
    context.on("request", (request) => {
      if (!request.url().startsWith(`${this.origin}/`)) wrong(`frågar utanför: ${request.url()}`);
    });
    context.on("response", (response) => {
      const request = response.request();
      const isPage = request.isNavigationRequest() || request.headers()["hx-request"];
      if (response.status() >= 500 || (response.status() >= 400 && !isPage)) {
        wrong(`${response.status()} på ${request.method()} ${response.url()}`);
      }
    });
    context.on("console", (message) => {
      // A page with an error status is a page; the browser says so in the console all the same.
      const isStatus = message.text().startsWith("Failed to load resource: the server responded with a status of");
      if (["error", "warning"].includes(message.type()) && !isStatus) wrong(`${message.text()} (${message.location().url})`);
    });
    context.on("weberror", (error) => wrong(`skriptfel: ${error.error()}`));
  }
}

/** Fills in the sign-in form as a person does. */
export async function signIn(page, name, password = PASSWORD) {
  await page.getByLabel("Användarnamn").fill(name);
  await page.getByLabel("Lösenord", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Logga in" }).click();
}

/** Waits until htmx has taken its links over: it begins a moment after the page is there. */
export async function isPowered(page) {
  await page.locator("a[data-htmx-powered]").first().waitFor();
}
