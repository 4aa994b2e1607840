// A page that the server drew is seen before its script has run: what is done to it till then must not be lost.
import { describe, expect } from "bun:test";
import type { Page } from "playwright-core";
import type { OverviewAnswer } from "../../src/http/dashboard/overview-answer.ts";
import { holdBackLife, watch } from "../support/browser.ts";
import { openStage, testPage } from "../support/pages.ts";

const stage = openStage({ hasDemo: true });

type Drawn = {
  readonly page: Page;
  readonly faults: readonly string[];
  /** lets the script through */
  readonly wake: () => void;
};

/** Opens the last 30 days as the server draws them, and keeps back the script that brings them to life. */
async function openDrawn(): Promise<Drawn> {
  const context = await stage.browser.newContext();
  const wake = await holdBackLife(context);
  const { page, faults } = await watch(await context.newPage(), stage.base);
  await page.goto(`${stage.base}/?range=last_30_days`, { waitUntil: "commit" });
  await page.locator(".headline").waitFor();
  return { page, faults, wake };
}

const parametersOf = (page: Page) => Object.fromEntries(new URL(page.url()).searchParams);

describe("on a page that is seen but not yet alive", () => {
  testPage(
    "keys count, in their order, each once",
    async () => {
      const { page, faults, wake } = await openDrawn();
      for (const key of ["w", "x", "i", "?"]) await page.keyboard.press(key);
      wake();
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      expect(parametersOf(page)).toEqual({ range: "last_7_days", compare: "true", no_ai_coding: "true" });
      await page.keyboard.press("Escape");
      await page.keyboard.press("i");
      await page.waitForURL((url) => !url.searchParams.has("no_ai_coding"));
      expect(faults).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "clicks count, and a menu that opens by itself is filled",
    async () => {
      const { page, faults, wake } = await openDrawn();
      const [project] = ((await (await fetch(`${stage.base}/-/overview?range=last_30_days`)).json()) as OverviewAnswer)
        .projects;
      await page.getByRole("button", { name: "Compare" }).click();
      await page.locator(".lead rect.mark").first().click();
      await page.getByRole("button", { name: "Last 30 days" }).click();
      wake();
      await page.getByRole("link", { name: "This year" }).waitFor();
      await page.waitForURL((url) => url.searchParams.has("compare") && url.searchParams.has("project"));
      expect(parametersOf(page)).toEqual({
        range: "last_30_days",
        compare: "true",
        project: project?.name ?? "",
      });
      expect(faults).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "links lead where they say",
    async () => {
      const { page, wake } = await openDrawn();
      await page.getByRole("link", { name: "Why this number?" }).click();
      await page.waitForURL((url) => url.pathname === "/why");
      wake();
      await page.getByRole("heading", { name: "Why this number?" }).waitFor();
      await page.context().close();
    },
    90_000,
  );
});
