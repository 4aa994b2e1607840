import { afterAll, beforeAll, describe, expect } from "bun:test";
import { existsSync } from "node:fs";
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { BINARY, serving, testWith } from "../../support/binary.ts";
import { hasBrowser, launchBrowser, openPage } from "../../support/browser.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const testPage = testWith(existsSync(BINARY), hasBrowser);

let browser: Browser | undefined;
beforeAll(async () => {
  if (hasBrowser && existsSync(BINARY)) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

describe("the page of the description", () => {
  for (const colorScheme of ["light", "dark"] as const)
    testPage(
      `is readable in ${colorScheme} on a small screen, folded and unfolded`,
      async () => {
        if (browser === undefined) throw new Error("there is no browser");
        using folder = temporaryFolder();
        await using server = await serving(folder.path);
        const viewport = { width: 360, height: 740 };
        const { page, faults } = await openPage(browser, `${server.base}/api/docs`, { viewport, colorScheme });
        const one = page.locator("details#get_users_user_stats");
        expect(await one.locator("pre").isVisible()).toBe(false);
        await one.locator("summary").click();
        expect(await one.locator("pre").textContent()).toContain('"total_seconds": 12345');
        await one.getByText("1 or more; for example 5").waitFor();
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
        await page.evaluate(axe.source);
        // All of it takes long, and every route looks the same.
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: typeof axe }).axe.run({ include: [["header"], ["#hackatime"]] }),
        );
        expect(violations.map(({ id, nodes }) => ({ id, where: nodes[0]?.html }))).toEqual([]);
        expect(faults).toEqual([]);
      },
      30_000,
    );
});
