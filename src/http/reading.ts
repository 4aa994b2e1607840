import type { OneTimeRule } from "../app/counted-anew.ts";
import { type Reader, reading } from "../app/summary.ts";
import type { User } from "../app/users.ts";
import type { Interval } from "../domain/interval.ts";
import type { Call } from "./call.ts";
import { type FlagSchema, flag, type Parameter, type WholeSchema, wholeNumber } from "./parameter.ts";

const MINUTE_MS = 60_000;

const TIMEOUT: Parameter<WholeSchema> = {
  name: "timeout",
  description: "Counts this answer anew with a longest gap of so many minutes; the user's own without it",
  schema: { type: "integer", minimum: 1, maximum: 60 },
  example: 15,
};

export const WRITES_ONLY: Parameter<FlagSchema> = {
  name: "writes_only",
  description: "`true` counts this answer anew from heartbeats of saved files alone",
  schema: { type: "boolean" },
  example: true,
};

/** What a call may say to be counted by a rule of its own. */
export const RULE_PARAMETERS: readonly Parameter[] = [TIMEOUT, WRITES_ONLY];

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
export function requestedRule(call: Call, user: User): OneTimeRule | undefined {
  const minutes = wholeNumber(call, TIMEOUT, undefined);
  const onlyWrites = flag(call, WRITES_ONLY);
  if (minutes === undefined && !onlyWrites) return undefined;
  const timeoutMs = minutes === undefined ? user.timeoutMs : minutes * MINUTE_MS;
  return {
    timeoutMs,
    idleMs: Math.min(user.idleMs, timeoutMs),
    ...(onlyWrites && { only: "writes" as const }),
  };
}
