// Runs every test file here, each with a copy of one demonstration. `node run.js [part of a file's name …]`
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { program } from "./house.js";

/** Generous, for a machine that has other things to do. */
const FILE_SECONDS_MAX = 400;

const folder = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.js") && (!wanted.length || wanted.some((part) => name.includes(part))))
  .sort()
  .map((name) => join(folder, name));

const scratch = mkdtempSync(join(tmpdir(), "uppsikt-browser-"));
process.env.UPPSIKT_DEMO = join(scratch, "demo");
execFileSync(program(), ["demo", "--data", process.env.UPPSIKT_DEMO], { stdio: ["ignore", "ignore", "inherit"] });

run({ files, concurrency: 2, timeout: FILE_SECONDS_MAX * 1000 })
  .on("test:fail", () => { process.exitCode = 1; })
  .compose(new spec())
  .on("end", () => rmSync(scratch, { recursive: true, force: true }))
  .pipe(process.stdout);
