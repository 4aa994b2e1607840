import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Debian's Chromium; a variable names another. */
export const CHROMIUM = process.env["HEARTH_CHROMIUM"] || "/usr/bin/chromium";
export const hasBrowser = existsSync(CHROMIUM);

/** Without the flags a closed network makes Chromium knock at its maker's hosts over and over. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** Opens a browser with a profile in a folder, as a person has it: it keeps what pages are made of from visit to visit. */
export function openProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    args: FLAGS,
    viewport: { width: 1440, height: 900 },
  });
}

/** A page and everything that went wrong on it: console errors, exceptions, requests to another origin. */
export type Watched = { readonly page: Page; readonly faults: readonly string[] };

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext(options);
  const watched = await watch(await context.newPage(), url);
  await watched.page.goto(url);
  return watched;
}

/** Keeps back the script that brings pages to life, in a context, until the returned function is called. */
export async function holdBackLife(context: BrowserContext): Promise<() => void> {
  const arrives = Promise.withResolvers<void>();
  await context.route("**/assets/start-*.js", async (route) => {
    await arrives.promise;
    await route.continue();
  });
  return arrives.resolve;
}

/** Watches a page that is opened after; it belongs to the origin of `url`. */
export async function watch(page: Page, url: string): Promise<Watched> {
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) faults.push(`request to ${request.url()}`);
  });
  await page.addInitScript(watchShifts);
  return { page, faults };
}

declare global {
  /** how much of the page moved about by itself, as Chromium counts it */
  var shifted: number;
}

function watchShifts(): void {
  globalThis.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) globalThis.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** Returns how much of a page moved about since it was opened: Chromium's cumulative layout shift, 0 for nothing. */
export function shift(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.shifted);
}

/** Returns how far a page's content stands out beside its window, px. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Returns what an audit of accessibility finds serious or worse, a line for each. */
export async function barriers(page: Page): Promise<string[]> {
  // Not as a script element: the pages' policy forbids those.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    type Finding = { id: string; impact: string; nodes: { html: string }[] };
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Finding[] }> } };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  });
}
