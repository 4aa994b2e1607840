// Timeline, the addition behind a figure, and how we count: in a real browser against the executable and its demo.
import { describe, expect } from "bun:test";
import type { TimelineAnswer, WhyAnswer } from "../../src/http/dashboard/timeline-answer.ts";
import { clockText, timeText } from "../../web/format.ts";
import { barriers, openPage, overhang } from "../support/browser.ts";
import { openStage, PATIENCE_MS, testPage } from "../support/pages.ts";

const stage = openStage({ hasDemo: true });

const json = async <T>(path: string): Promise<T> => (await (await fetch(`${stage.base}${path}`)).json()) as T;

/** Returns the last working day of the demo that is over. */
async function workday(): Promise<TimelineAnswer> {
  const { today } = await json<TimelineAnswer>("/-/timeline");
  for (let back = 1; back < 30; back++) {
    const date = Temporal.PlainDate.from(today).subtract({ days: back }).toString();
    const day = await json<TimelineAnswer>(`/-/timeline?date=${date}`);
    if (day.spans.length > 1) return day;
  }
  throw new Error("the demo never works");
}

describe("the timeline", () => {
  testPage(
    "shows a day's lanes and spans, every heartbeat of a span, and goes to other days",
    async () => {
      const day = await workday();
      const { page, faults } = await openPage(stage.browser, `${stage.base}/timeline?date=${day.date}`);
      await page.locator(`.headline[data-ms="${day.total_ms}"]`).waitFor();
      expect(await page.locator("rect.mark").count()).toBe(day.lanes.flatMap(({ pieces }) => pieces).length);
      expect(await page.locator(".spans > li").count()).toBe(day.spans.length);
      const [span] = day.spans;
      if (span === undefined) throw new Error("a working day has a span");
      const times = `${clockText(span.start_ms, day.timezone)}–${clockText(span.end_ms, day.timezone)}`;
      await page.getByText(times).waitFor();

      await page.locator(".spans > li").first().getByRole("button").click();
      const rows = page.locator(".spans > li").first().getByRole("row");
      await rows.nth(1).waitFor();
      const credits = await json<WhyAnswer>(
        `/-/why?start=${new Date(span.start_ms).toISOString()}&end=${new Date(span.end_ms).toISOString()}`,
      );
      expect(await rows.count()).toBe((credits.credits?.length ?? 0) + 1);

      await page.getByRole("button", { name: "2 h", exact: true }).click();
      await page.getByRole("button", { name: "Earlier" }).click();
      expect(new URL(page.url()).searchParams.get("from")).not.toBeNull();
      await page.keyboard.press("ArrowLeft");
      const before = await json<TimelineAnswer>(`/-/timeline?date=${day.previous}`);
      await page.locator(`.headline[data-ms="${before.total_ms}"]`).waitFor();
      expect(await barriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );

  testPage.each([
    { width: 768, colorScheme: "light" },
    { width: 360, colorScheme: "dark" },
  ] as const)(
    "fits $width px in the $colorScheme",
    async ({ width, colorScheme }) => {
      const day = await workday();
      for (const path of [`/timeline?date=${day.date}`, `/why?start=${day.date}&end=${day.date}`, "/how"]) {
        const options = { viewport: { width, height: 740 }, colorScheme };
        const { page, faults } = await openPage(stage.browser, `${stage.base}${path}`, options);
        await page.locator("main h1").waitFor();
        await page
          .getByText(path === "/how" ? "Your own last hour" : /\d m/)
          .first()
          .waitFor();
        expect(await overhang(page)).toBe(0);
        expect(await barriers(page)).toEqual([]);
        expect(faults).toEqual([]);
        await page.context().close();
      }
    },
    PATIENCE_MS,
  );
});

describe("why this number?", () => {
  testPage(
    "follows from the figure, with the filters of the page, and adds up",
    async () => {
      const day = await workday();
      const [lane] = day.lanes;
      const query = `start=${day.date}&end=${day.date}&project=${lane?.project}`;
      const { page, faults } = await openPage(stage.browser, `${stage.base}/?${query}`);
      await page.getByRole("link", { name: "Why this number?" }).click();
      await page.getByRole("heading", { name: "Why this number?" }).waitFor();
      const why = await json<WhyAnswer>(`/-/why?${query}`);
      await page.locator(`.headline[data-ms="${lane?.total_ms}"]`).waitFor();
      await page
        .getByText(`${why.total_ms.toLocaleString("en-US")} ms`)
        .first()
        .waitFor();
      for (const preset of why.presets ?? [])
        await page
          .getByRole("row", { name: new RegExp(`${preset.name}.*${timeText(preset.total_ms)}$`, "i") })
          .waitFor();
      expect(await page.locator("main tbody").last().getByRole("row").count()).toBe(why.credits?.length ?? 0);
      expect(faults).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});

describe("an address that is none", () => {
  testPage(
    "says so on a page, with a way back",
    async () => {
      const { page } = await openPage(stage.browser, `${stage.base}/nothing/here`);
      await page.getByRole("heading", { name: "There is no such page" }).waitFor();
      await page.getByRole("link", { name: "Go to the overview" }).click();
      await page.locator(".headline").waitFor();
      expect((await fetch(`${stage.base}/nothing/here`, { headers: { accept: "text/html" } })).status).toBe(404);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});
