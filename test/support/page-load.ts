// How fast a page comes up in a browser whose CPU is slowed down, measured from outside of the page.
import type { Browser, BrowserContext, CDPSession } from "playwright-core";

/** How much slower than this computer. */
export const SLOWDOWN = 4;

export type Load = {
  /** from the navigation to the paint of the largest text, ms */
  readonly largestPaintMs: number;
  /** the longest that any one task kept the page's thread busy, ms of CPU: what other programs take in between is not in it */
  readonly longestTaskMs: number;
};

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs */
  readonly ts: number;
  /** µs of CPU */
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly data?: { readonly documentLoaderURL?: string } };
};

/** Tasks, and the marks of a navigation; each category more would slow down what is measured. */
const CATEGORIES = ["toplevel", "blink.user_timing", "loading"];

/** Opens a page in a new tab, waits `settleMs` from its first paint on for all it does, and returns how it came up. */
export async function measureLoad(context: BrowserContext, url: string, settleMs: number): Promise<Load> {
  const browser = context.browser();
  if (browser === null) throw new Error("a context without a browser cannot be traced");
  const page = await context.newPage();
  try {
    const throttle = await context.newCDPSession(page);
    await throttle.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
    const events = await traced(browser, async () => {
      await page.goto(url, { waitUntil: "commit" });
      await page.waitForFunction(isPainted, undefined, { polling: 100 });
      await page.waitForTimeout(settleMs);
    });
    return loadOf(events, url);
  } finally {
    await page.close();
  }
}

/** Runs in the page. */
function isPainted(): boolean {
  return performance.getEntriesByType("paint").length > 0;
}

async function traced(browser: Browser, work: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session: CDPSession = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  const isComplete = Promise.withResolvers<void>();
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  session.on("Tracing.tracingComplete", () => isComplete.resolve());
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES },
  });
  await work();
  await session.send("Tracing.end");
  await isComplete.promise;
  await session.detach();
  return events;
}

function loadOf(events: readonly TraceEvent[], url: string): Load {
  const start = events.find(
    ({ name, args }) => name === "navigationStart" && args?.data?.documentLoaderURL?.startsWith(url) === true,
  );
  if (start === undefined) throw new Error(`no navigation to ${url} was seen`);
  const ofPage = events.filter(({ pid, ts }) => pid === start.pid && ts >= start.ts);
  const thread = events.find(
    ({ pid, name, args }) => pid === start.pid && name === "thread_name" && isMain(args?.name),
  );
  // Before its document stands the browser is at work, not the page.
  const begunUs = Math.max(...ofPage.filter(({ name }) => name === "domLoading").map(({ ts }) => ts));
  const paintsUs = ofPage.filter(({ name }) => name === "largestContentfulPaint::Candidate").map(({ ts }) => ts);
  const tasksUs = ofPage
    .filter(({ name, ph, tid, ts }) => ph === "X" && tid === thread?.tid && ts > begunUs && name.endsWith("::RunTask"))
    .map(({ tdur = 0 }) => tdur);
  if (paintsUs.length === 0 || tasksUs.length === 0) throw new Error(`${url} was never painted`);
  return {
    largestPaintMs: (Math.max(...paintsUs) - start.ts) / 1000,
    longestTaskMs: Math.max(...tasksUs) / 1000,
  };
}

function isMain(name: string | undefined): boolean {
  return name === "CrRendererMain";
}
