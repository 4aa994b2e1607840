/** @jsxImportSource preact */
// What runs before a page is seen: the theme that was chosen by hand, keeping what is done to the page till it is alive,
// and the order of the rest. It is small, because the first paint waits for it.
import { keepEarlyActs } from "./early-acts.ts";
import { nextTask } from "./next-task.ts";
import { PREPARED_ID } from "./prepared.ts";
import { applyTheme } from "./theme.ts";

applyTheme();
const doEarlyActs = keepEarlyActs();

async function start(): Promise<void> {
  const { comeAlive } = await import("./start.tsx");
  // Reading the script was work enough for one step.
  await nextTask();
  await comeAlive();
  await doEarlyActs();
}

// A page that the server drew is shown first and comes alive after; one that nobody looks at is not painted.
if (document.getElementById(PREPARED_ID) === null || document.hidden) void start();
else requestAnimationFrame(() => setTimeout(start));
