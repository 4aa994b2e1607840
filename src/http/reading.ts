import type { OneTimeRule } from "../app/counted-anew.ts";
import { AppError } from "../app/errors.ts";
import { type Reader, reading } from "../app/summary.ts";
import type { User } from "../app/users.ts";
import type { Interval } from "../domain/interval.ts";
import type { Call } from "./call.ts";
import { isTrue } from "./query.ts";

const MINUTE_MS = 60_000;
const LONGEST_MINUTES = 60;

/**
 * Runs `work` with a reader over one state of the user's time and returns its result. `timeout=` (minutes) and
 * `writes_only=true` in the query are other rules: `interval` is then counted anew for this answer, and `work` must not
 * ask beyond it (contract §2). @throws AppError `invalid` (422) naming the parameter.
 */
export async function answering<T>(
  call: Call,
  user: User,
  interval: Interval,
  work: (reader: Reader) => T,
): Promise<T> {
  const { context, histories, background } = call.services;
  const rule = requestedRule(call, user);
  if (rule === undefined) return reading(context.store, histories, user.id, work);
  const plain = { startMs: interval.startMs, endMs: interval.endMs };
  const days = await background.countAnew({ userId: user.id, interval: plain, rule });
  return reading(context.store, histories, user.id, work, { rule, interval: plain, days });
}

/** Returns the rule that a query asks for, undefined when it asks for none. */
export function requestedRule({ query }: Call, user: User): OneTimeRule | undefined {
  const { timeout, writes_only: writesOnly } = query;
  if (timeout === undefined && !isTrue(writesOnly)) return undefined;
  const minutes = timeout === undefined ? undefined : Number(timeout);
  if (minutes !== undefined && !(Number.isInteger(minutes) && minutes >= 1 && minutes <= LONGEST_MINUTES))
    throw new AppError("invalid", `timeout must be a whole number of minutes from 1 to ${LONGEST_MINUTES}`, {
      parameter: "timeout",
    });
  const timeoutMs = minutes === undefined ? user.timeoutMs : minutes * MINUTE_MS;
  return {
    timeoutMs,
    idleMs: Math.min(user.idleMs, timeoutMs),
    ...(isTrue(writesOnly) && { only: "writes" as const }),
  };
}
