// Checks, builds and runs every test, the executable and the browser included. Arguments go to bun test: files, folders, -t NAME.
// The last line is "N passed, N failed"; the exit code is 0 only if nothing failed, the check and the build included.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "bun";
import { parseJunit } from "./support/junit.ts";

const root = join(import.meta.dir, "..");
const report = join(root, "dist/junit.xml");
const SLOWEST_SHOWN = 10;
/** For a test that states none itself. */
const TIMEOUT_MS = 60_000;

function succeeds(...args: string[]): boolean {
  return spawnSync([process.execPath, ...args], { cwd: root, stdio: ["ignore", "inherit", "inherit"] }).exitCode === 0;
}

function finish(passed: number, failed: number): never {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

if (!succeeds("run", "check")) finish(0, 1);
// An executable from elsewhere is tested as it is.
if (process.env["HEARTH_BINARY"] === undefined && !succeeds("run", "build")) finish(0, 1);

rmSync(report, { force: true });
const options = [`--timeout=${TIMEOUT_MS}`, "--reporter=junit", `--reporter-outfile=${report}`];
const allPassed = succeeds("test", ...options, ...process.argv.slice(2));
const results = existsSync(report) ? parseJunit(readFileSync(report, "utf8")) : undefined;
if (results === undefined) finish(0, 1);

console.log("\nslowest files:");
for (const { file, seconds } of results.files.slice(0, SLOWEST_SHOWN))
  console.log(`${seconds.toFixed(1).padStart(8)} s  ${file}`);
if (results.skipped > 0) console.log(`${results.skipped} skipped`);
// A file that does not even load fails without a test in the report.
finish(results.passed, allPassed ? results.failed : Math.max(results.failed, 1));
