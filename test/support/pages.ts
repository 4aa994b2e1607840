// What tests of the pages need: a browser, and the executable's demo to look at, opened once for a file.
import { afterAll, beforeAll } from "bun:test";
import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";
import { BINARY, testWith } from "./binary.ts";
import { hasBrowser, launchBrowser } from "./browser.ts";
import { openDemo } from "./demo.ts";

/** On a busy computer; a quiet one takes a tenth. */
export const PATIENCE_MS = 90_000;

export const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
] as const;

/** Every size in both themes. */
export const LOOKS = SIZES.flatMap((viewport) =>
  (["light", "dark"] as const).map((colorScheme) => ({ viewport, colorScheme })),
);

/** Whether there is a browser and an executable. */
export const canOpenPages = hasBrowser && existsSync(BINARY);

/** `test` where there is a browser and an executable; in CI both must be there. */
export const testPage = testWith(canOpenPages);

/** What is open while the tests of a file run. */
export type Stage = {
  readonly browser: Browser;
  /** address of the demo, without a path */
  readonly base: string;
};

/** Opens a browser for the tests of a file, with `hasDemo` a demo too; both go at its end. */
export function openStage({ hasDemo }: { readonly hasDemo: boolean }): Stage {
  const open: { browser?: Browser; demo?: Awaited<ReturnType<typeof openDemo>> } = {};
  beforeAll(async () => {
    if (!canOpenPages) return;
    open.browser = await launchBrowser();
    if (hasDemo) open.demo = await openDemo();
  }, PATIENCE_MS);
  afterAll(async () => {
    await open.browser?.close();
    await open.demo?.[Symbol.asyncDispose]();
  });
  return {
    get browser() {
      if (open.browser === undefined) throw new Error("there is no browser");
      return open.browser;
    },
    get base() {
      if (open.demo === undefined) throw new Error("there is no demo");
      return open.demo.base;
    },
  };
}
