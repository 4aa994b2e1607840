// The overview in a real browser against the executable and two years of history.
import { describe, expect } from "bun:test";
import type { Page } from "playwright-core";
import type { ColumnsAnswer, OverviewAnswer } from "../../src/http/dashboard/overview-answer.ts";
import { timeText } from "../../web/format.ts";
import { barriers, holdBackLife, openPage, overhang, shift, watch } from "../support/browser.ts";
import { LOOKS, openStage, SIZES, testPage } from "../support/pages.ts";

const stage = openStage({ hasDemo: true });

async function json<T>(path: string): Promise<T> {
  const response = await fetch(`${stage.base}${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** Waits until the page shows the total of a question, and returns what the API says. */
async function shows(page: Page, question: string): Promise<OverviewAnswer> {
  const overview = await json<OverviewAnswer>(`/-/overview?${question}`);
  await page.locator(`.headline[data-ms="${overview.total_ms}"]`).waitFor();
  return overview;
}

describe("the overview", () => {
  testPage.each(LOOKS)(
    "at $viewport.width px in the $colorScheme shows what the API says, whole and without barriers",
    async ({ viewport, colorScheme }) => {
      const { page, faults } = await openPage(stage.browser, `${stage.base}/?range=last_30_days`, {
        viewport,
        colorScheme,
      });
      const overview = await shows(page, "range=last_30_days");
      const columns = await json<ColumnsAnswer>("/-/columns?range=last_30_days");
      expect(await page.locator(".headline").textContent()).toBe(timeText(overview.total_ms));
      for (const list of ["project", "language", "editor", "machine", "category"]) {
        const [top] = overview.dimensions[list] ?? [];
        if (top !== undefined)
          await page
            .getByRole("button", { name: `${top.name} ${timeText(top.ms)}` })
            .first()
            .waitFor();
      }
      const parts = columns.buckets.flatMap(({ ms }) => ms.filter((one) => one > 0));
      expect(await page.locator("figure", { hasText: "By day" }).locator("rect.mark").count()).toBe(parts.length);
      expect(await overhang(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "leads with what matters: at 1440 × 900 unscrolled, on a phone in order",
    async () => {
      const { page } = await openPage(stage.browser, `${stage.base}/`, { viewport: SIZES[0] });
      await page.locator("figure", { hasText: "Last 30 days" }).waitFor();
      for (const part of [".headline", ".sentence", ".lead svg.chart", "figure:has-text('Last 30 days')"]) {
        const box = await page.locator(part).first().boundingBox();
        expect({ part, isInside: box !== null && box.y + box.height <= 900 }).toEqual({ part, isInside: true });
      }
      await page.setViewportSize(SIZES[2]);
      const tops = await Promise.all(
        [".headline", ".sentence", ".lead svg.chart", "figure:has-text('Projects')"].map(
          async (part) => (await page.locator(part).first().boundingBox())?.y ?? 0,
        ),
      );
      expect(tops).toEqual([...tops].sort((a, b) => a - b));
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "filters by click, keeps it in the address, and goes back",
    async () => {
      const { page, faults } = await openPage(stage.browser, `${stage.base}/?range=last_30_days`);
      const all = await shows(page, "range=last_30_days");
      const [project] = all.dimensions["project"] ?? [];
      const [language] = all.dimensions["language"] ?? [];
      await page
        .getByRole("button", { name: new RegExp(`^${project?.name} `) })
        .first()
        .click();
      await shows(page, `range=last_30_days&project=${project?.name}`);
      await page
        .getByRole("button", { name: new RegExp(`^${language?.name} `) })
        .first()
        .click();
      const both = `range=last_30_days&project=${project?.name}&language=${language?.name}`;
      await shows(page, both);
      expect(new URL(page.url()).searchParams.get("language")).toBe(language?.name ?? "");
      await page.reload();
      await shows(page, both);
      await page.getByRole("button", { name: `Language: ${language?.name} ×` }).click();
      await shows(page, `range=last_30_days&project=${project?.name}`);
      await page.goBack();
      await shows(page, both);
      await page.keyboard.press("Escape");
      await shows(page, "range=last_30_days");
      expect(faults).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "goes through ranges by key, step and date, and compares",
    async () => {
      const { page, faults } = await openPage(stage.browser, `${stage.base}/`);
      await shows(page, "range=today");
      for (const [key, range] of [
        ["w", "last_7_days"],
        ["y", "this_year"],
        ["a", "all_time"],
        ["m", "this_month"],
      ] as const) {
        await page.keyboard.press(key);
        await shows(page, `range=${range}`);
      }
      const month = await json<OverviewAnswer>("/-/overview?range=this_month");
      await page.keyboard.press("ArrowLeft");
      const before = await shows(page, month.previous?.query ?? "");
      await page.getByRole("link", { name: "Next" }).click();
      await page.locator(".headline").waitFor();
      await page.keyboard.press("x");
      await page.locator("rect.before").first().waitFor();
      await page.keyboard.press("i");
      await page.getByRole("button", { name: "Without AI", pressed: true }).waitFor();
      expect(new URL(page.url()).searchParams.get("no_ai_coding")).toBe("true");
      await page.keyboard.press("i");
      await page.keyboard.press("c");
      await page.getByLabel("From").fill(before.start_date);
      await page.getByLabel("to", { exact: true }).fill(before.end_date);
      await page.getByRole("button", { name: "Show" }).click();
      await shows(page, month.previous?.query ?? "");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage(
    "has charts that a keyboard alone reads and filters by, and shows them as tables",
    async () => {
      const { page } = await openPage(stage.browser, `${stage.base}/?range=last_30_days`);
      const overview = await shows(page, "range=last_30_days");
      const columns = await json<ColumnsAnswer>("/-/columns?range=last_30_days");
      const chart = page.locator("figure", { hasText: "By day" });
      await chart.locator("svg.chart").focus();
      await page.keyboard.press("Home");
      const first = columns.buckets.find(({ total_ms: ms }) => ms > 0);
      const name = columns.series.find((_, i) => (first?.ms[i] ?? 0) > 0)?.name ?? "";
      expect(await chart.locator(".readout").textContent()).toContain(`${name} `);
      await page.keyboard.press("Enter");
      await shows(page, `range=last_30_days&project=${name}`);
      await page.goBack();
      await shows(page, "range=last_30_days");

      const projects = page
        .locator("figure")
        .filter({ has: page.getByRole("heading", { name: "Projects", exact: true }) });
      await projects.locator("ol button").first().focus();
      await page.keyboard.press("ArrowDown");
      const [, second] = overview.projects;
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(second?.name ?? "");

      await projects.getByRole("button", { name: "Projects as table" }).click();
      expect(await projects.getByRole("row").count()).toBe((overview.dimensions["project"] ?? []).length + 1);
      expect(await barriers(page)).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  testPage.each([
    { name: "in English", locale: "en-US", theme: undefined, ground: "rgb(250, 248, 245)" },
    { name: "in German and the dark", locale: "de-DE", theme: "dark", ground: "rgb(22, 20, 18)" },
  ])(
    "$name stands there before its script has run, which takes it over as it is",
    async ({ locale, theme, ground }) => {
      const context = await stage.browser.newContext({ viewport: SIZES[0], locale });
      if (theme !== undefined)
        await context.addInitScript((chosen) => localStorage.setItem("hearth-theme", chosen), theme);
      const wake = await holdBackLife(context);
      const { page, faults } = await watch(await context.newPage(), stage.base);
      await page.goto(`${stage.base}/?range=last_30_days`, { waitUntil: "commit" });
      const overview = await shows(page, "range=last_30_days");
      expect(await page.locator(".headline").textContent()).toBe(timeText(overview.total_ms));
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(ground);
      const drawn = await page.evaluateHandle(() => [...document.querySelectorAll("#page *")]);
      const texts = () => page.locator(".lead").textContent();
      const before = await texts();

      wake();
      await page.locator('.live[data-state="live"]').waitFor();
      await page.locator("figure", { hasText: "A year of days" }).waitFor();
      expect(await drawn.evaluate((all) => all.filter((one) => !one.isConnected).map((one) => one.outerHTML))).toEqual(
        [],
      );
      expect(await texts()).toBe(before);
      expect(await shift(page)).toBeLessThan(0.01);
      const [first] = overview.projects;
      await page.locator(".lead rect.mark").first().hover();
      expect(await page.locator(".lead .readout").textContent()).toStartWith(`${first?.name}: `);
      await page.keyboard.press("w");
      await shows(page, "range=last_7_days");
      expect(faults).toEqual([]);
      await context.close();
    },
    90_000,
  );
});
