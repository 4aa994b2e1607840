// Takes a picture of each page in both themes and on a phone, from the demo of the executable.
//
//   bun test/screenshots/run.ts [FOLDER]     into dist/screenshots without one: NAME-light.png, NAME-dark.png, NAME-phone.png
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { launchBrowser, openPage } from "../support/browser.ts";
import { openDemo } from "../support/demo.ts";

const folder = resolve(process.argv[2] ?? join(import.meta.dir, "../../dist/screenshots"));

/** Each page by its name, with a text or element that is there once it has everything. */
const PAGES = [
  { name: "overview", path: "/", ready: "text=A year of days" },
  { name: "month", path: "/?range=last_30_days", ready: "text=A year of days" },
  { name: "year", path: "/?range=last_12_months&compare=true", ready: "text=A year of days" },
  { name: "timeline", path: "/timeline", ready: ".spans" },
  { name: "why", path: "/why", ready: "table" },
  { name: "projects", path: "/projects", ready: "table.projects" },
  { name: "project", path: "/projects/hearth?range=last_30_days", ready: ".files-area .ranked" },
  { name: "goals", path: "/goals", ready: ".goals .chart" },
  { name: "timesheet", path: "/timesheet", ready: ".sheet" },
  { name: "settings", path: "/settings", ready: "#keys table" },
  { name: "setup", path: "/setup", ready: ".steps table" },
  { name: "how", path: "/how", ready: "h1" },
] as const;

const LOOKS: readonly { readonly name: string; readonly options: BrowserContextOptions }[] = [
  { name: "light", options: { viewport: { width: 1440, height: 900 }, colorScheme: "light" } },
  { name: "dark", options: { viewport: { width: 1440, height: 900 }, colorScheme: "dark" } },
  { name: "phone", options: { viewport: { width: 360, height: 780 }, colorScheme: "light", deviceScaleFactor: 2 } },
];

/** Takes one picture and returns what went wrong on the page. */
async function take(
  browser: Browser,
  base: string,
  { name, path, ready }: (typeof PAGES)[number],
  look: (typeof LOOKS)[number],
): Promise<readonly string[]> {
  const { page, faults } = await openPage(browser, `${base}${path}`, { locale: "en-GB", ...look.options });
  await page.locator(ready).first().waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
  await page.screenshot({ path: join(folder, `${name}-${look.name}.png`), fullPage: look.name === "phone" });
  await page.context().close();
  return faults.map((fault) => `${name}-${look.name}: ${fault}`);
}

mkdirSync(folder, { recursive: true });
await using demo = await openDemo();
const browser = await launchBrowser();
const faults: string[] = [];
try {
  for (const page of PAGES) for (const look of LOOKS) faults.push(...(await take(browser, demo.base, page, look)));
} finally {
  await browser.close();
}
console.log(`${PAGES.length * LOOKS.length} pictures in ${folder}`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
