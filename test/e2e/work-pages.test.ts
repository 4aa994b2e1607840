// Projects, one project, goals and the timesheet in a real browser against the executable and two years of history.
import { describe, expect } from "bun:test";
import type { Page } from "playwright-core";
import type { GoalsAnswer } from "../../src/http/dashboard/goals-answer.ts";
import type { ProjectAnswer, ProjectFilesAnswer, ProjectsAnswer } from "../../src/http/dashboard/projects-answer.ts";
import type { TimesheetAnswer } from "../../src/http/dashboard/timesheet-answer.ts";
import { timeText } from "../../web/format.ts";
import { clock, csvOf } from "../../web/parts/sheet-text.ts";
import { barriers, openPage, overhang, shift } from "../support/browser.ts";
import { LOOKS, openStage, PATIENCE_MS, testPage } from "../support/pages.ts";

const stage = openStage({ hasDemo: true });

const PAGES = [
  { path: "/projects", shows: "weather-station" },
  { path: "/projects/hearth", shows: "drizzle-orm" },
  { path: "/goals", shows: "Not too much of the website" },
  { path: "/timesheet?range=last_30_days", shows: "team-website" },
  { path: "/setup", shows: "Count like this" },
] as const;

async function json<T>(path: string): Promise<T> {
  const response = await fetch(`${stage.base}${path}`);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** Opens a page of the demo and closes it after the work. */
async function opened(path: string, work: (page: Page, faults: readonly string[]) => Promise<void>): Promise<void> {
  const { page, faults } = await openPage(stage.browser, `${stage.base}${path}`);
  await work(page, faults);
  await page.context().close();
}

const headline = (page: Page, ms: number) => page.locator(`.headline[data-ms="${ms}"]`).waitFor();

describe.each(PAGES)("$path", ({ path, shows }) => {
  testPage.each(LOOKS)(
    "at $viewport.width px in the $colorScheme is whole and without barriers",
    async ({ viewport, colorScheme }) => {
      const { page, faults } = await openPage(stage.browser, `${stage.base}${path}`, { viewport, colorScheme });
      await page.getByText(shows).first().waitFor();
      expect(await overhang(page)).toBe(0);
      expect(await shift(page)).toBeLessThan(0.005);
      expect(await barriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

describe("projects", () => {
  testPage(
    "have the API's times, are searched and sorted, all of it in the address",
    () =>
      opened("/projects?range=last_12_months", async (page) => {
        const all = await json<ProjectsAnswer>("/-/projects?range=last_12_months");
        await headline(page, all.total_ms);
        const rows = page.locator("table.projects tbody tr");
        expect(await rows.count()).toBe(all.projects.length);
        for (const { name, total_ms: ms } of all.projects)
          await rows
            .filter({ hasText: name })
            .getByText(ms === 0 ? "none" : timeText(ms), { exact: true })
            .waitFor();
        await page.getByLabel("Sort").selectOption("time");
        await page.waitForURL(/sort=time/);
        const most = all.projects.toSorted((a, b) => b.total_ms - a.total_ms)[0];
        expect(await rows.first().textContent()).toContain(most?.name ?? "");
        await page.keyboard.press("Escape");
        await page.locator("main").press("/");
        await page.keyboard.type("HEAR");
        expect(await rows.count()).toBe(1);
        await page.keyboard.press("Enter");
        await page.waitForURL(/q=HEAR/);
        await page.reload();
        await rows.getByRole("link", { name: "hearth" }).click();
        await page.waitForURL(/\/projects\/hearth\?range=last_12_months$/);
        await page.goBack();
        expect(await rows.count()).toBe(1);
      }),
    PATIENCE_MS,
  );

  testPage(
    "are put into the archive and taken back",
    () =>
      opened("/projects", async (page) => {
        const row = page.locator("table.projects tbody tr", { hasText: "thesis" });
        await row.getByRole("button", { name: "Archive thesis" }).click();
        await row.waitFor({ state: "detached" });
        await page.getByRole("button", { name: "Archived (1)" }).click();
        await row.getByRole("button", { name: "Take back thesis" }).click();
        await page.getByText("Nothing is archived").waitFor();
      }),
    PATIENCE_MS,
  );
});

describe("a project", () => {
  testPage(
    "shows the API's figures and files, and filters by a click",
    () =>
      opened("/projects/hearth?range=last_30_days", async (page) => {
        const path = "/-/project/hearth?range=last_30_days";
        const project = await json<ProjectAnswer>(path);
        const files = await json<ProjectFilesAnswer>(path.replace("project/", "project-files/"));
        await headline(page, project.total_ms);
        expect(files.files.length).toBeGreaterThan(5);
        const [file] = files.files;
        await page.getByRole("button", { name: `${file?.path} ${timeText(file?.ms ?? 0)}` }).waitFor();
        for (const list of ["language", "branch", "editor", "category"]) {
          const [top] = project.dimensions[list] ?? [];
          await page
            .getByRole("button", { name: `${top?.name} ${timeText(top?.ms ?? 0)}` })
            .first()
            .waitFor();
        }
        await page.getByRole("button", { name: /^TypeScript / }).click();
        await page.waitForURL(/language=TypeScript/);
        const filtered = await json<ProjectAnswer>(`${path}&language=TypeScript`);
        await headline(page, filtered.total_ms);
        await page.goBack();
        await headline(page, project.total_ms);
      }),
    PATIENCE_MS,
  );

  testPage(
    "that is not there says so",
    () =>
      opened("/projects/%3Cb%3Enothing", async (page) => {
        await page.getByRole("alert").getByText("no project of that name").waitFor();
        expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("<b>nothing");
      }),
    PATIENCE_MS,
  );
});

describe("the timesheet", () => {
  testPage(
    "is the API's to the minute, by any dimension, and is copied",
    async () => {
      const { page } = await openPage(stage.browser, `${stage.base}/timesheet?range=last_7_days`, {
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const path = "/-/timesheet?range=last_7_days&by=";
      const sheet = await json<TimesheetAnswer>(`${path}project`);
      await headline(page, sheet.total_ms);
      const cells = await page
        .locator(".sheet tbody tr")
        .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent)));
      expect(cells).toEqual(sheet.rows.map(({ name, ms, total_ms: total }) => [name, clock(total), ...ms.map(clock)]));
      await page.getByRole("button", { name: "Copy CSV" }).click();
      await page.getByText("Copied").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(csvOf(sheet));
      await page.getByLabel("By").selectOption("language");
      await page.waitForURL(/by=language/);
      const languages = await json<TimesheetAnswer>(`${path}language`);
      await page.getByRole("row", { name: languages.rows[0]?.name ?? "" }).waitFor();
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

describe("a text to copy", () => {
  testPage(
    "is copied where a plain address has no clipboard, too",
    async () => {
      const { page } = await openPage(stage.browser, `${stage.base}/timesheet`, {
        permissions: ["clipboard-read", "clipboard-write"],
      });
      const button = page.getByRole("button", { name: "Copy Markdown" });
      await button.waitFor();
      await page.evaluate(() => Object.defineProperty(window, "isSecureContext", { value: false }));
      await button.click();
      await page.getByText("Copied").waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toStartWith("| project | ");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Copied");
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

describe("goals", () => {
  testPage(
    "show what the API says, and are made, changed, paused and deleted",
    () =>
      opened("/goals", async (page, faults) => {
        const { goals } = await json<GoalsAnswer>("/-/goals");
        for (const goal of goals) {
          const row = page.getByRole("listitem", { name: goal.title });
          await row.getByText(timeText(goal.actual_ms)).first().waitFor();
          await row.getByText(`${goal.hits} reached · ${goal.misses} missed`).waitFor();
        }
        await page.getByRole("button", { name: "New goal" }).click();
        await page.getByLabel("Amount").fill("90");
        await page.getByLabel("Unit").selectOption("minutes");
        await page.getByLabel("each").selectOption("week");
        await page.getByLabel("Projects").fill("ledger");
        await page.getByRole("button", { name: "Make it" }).click();
        const made = page.getByRole("listitem", { name: "Code 1 hr 30 mins per week on ledger" });
        await made.waitFor();
        await made.getByRole("button", { name: "Change" }).click();
        await made.getByLabel("Amount").fill("200");
        await made.getByLabel("Unit").selectOption("hours");
        await made.getByRole("button", { name: "Save" }).click();
        await made.getByText("seconds must fit into a week").waitFor();
        await made.getByLabel("Amount").fill("2");
        await made.getByLabel("Title").fill("Money");
        await made.getByRole("button", { name: "Save" }).click();
        const money = page.getByRole("listitem", { name: "Money" });
        await money.getByRole("button", { name: "Pause" }).click();
        await money.getByText("paused").waitFor();
        const now = (await json<GoalsAnswer>("/-/goals")).goals.at(-1);
        expect(now).toMatchObject({ custom_title: "Money", target_ms: 7_200_000, is_enabled: false, delta: "week" });
        await money.getByRole("button", { name: "Delete" }).click();
        await money.getByRole("button", { name: "Delete for good" }).click();
        await money.waitFor({ state: "detached" });
        expect((await json<GoalsAnswer>("/-/goals")).goals).toHaveLength(goals.length);
        // A refusal is written to the console by the browser itself.
        expect(faults.filter((fault) => !fault.includes("422"))).toEqual([]);
      }),
    PATIENCE_MS,
  );

  testPage(
    "have a history that is walked with the keyboard alone",
    () =>
      opened("/goals", async (page) => {
        const chart = page.getByRole("application").first();
        await chart.focus();
        await page.keyboard.press("End");
        const readout = page.locator("li .readout").first();
        const last = await readout.textContent();
        await page.keyboard.press("ArrowLeft");
        expect(await readout.textContent()).not.toBe(last);
        await page.keyboard.press("Escape");
        expect(await readout.textContent()).toContain("reached");
      }),
    PATIENCE_MS,
  );
});
