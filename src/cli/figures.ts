// Numbers as commands write them.
import type { Rule } from "../domain/credit.ts";
import { secondsOf, textOf } from "../domain/format.ts";

/** Returns a whole number with a comma between thousands. */
export function countOf(count: number): string {
  return count.toLocaleString("en-US");
}

/** Returns time as hours and minutes, `1,234 hrs 5 mins`. */
export function hoursText(ms: number): string {
  return textOf(secondsOf(ms));
}

/** Returns a counting rule in seconds, `timeout 120 s, idle 120 s`. */
export function ruleText({ timeoutMs, idleMs }: Rule): string {
  return `timeout ${timeoutMs / 1000} s, idle ${idleMs / 1000} s`;
}

/** Returns `1 heartbeat` or `2,000 heartbeats`. */
export function heartbeatsText(count: number): string {
  return `${countOf(count)} heartbeat${count === 1 ? "" : "s"}`;
}
