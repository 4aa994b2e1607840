import { AppError } from "../../app/errors.ts";
import type { User } from "../../app/users.ts";
import { PRESETS, type Rule, rule } from "../../domain/credit.ts";
import type { Call, Route } from "../call.ts";
import { type Parameter, type WholeSchema, wholeNumber } from "../parameter.ts";
import { rangeOf } from "../query.ts";
import type { RulesAnswer } from "./setup-answer.ts";
import { viewer } from "./viewer.ts";

const TIMEOUT: Parameter<WholeSchema> = {
  name: "timeout_seconds",
  description: "Longest gap that counts, of a rule to compare with",
  schema: { type: "integer", minimum: 30, maximum: 3_600 },
  example: 300,
};

const IDLE: Parameter<WholeSchema> = {
  name: "idle_seconds",
  description: "Credit before a longer gap, at most the timeout; 0 without it",
  schema: { type: "integer", minimum: 0, maximum: 3_600 },
  example: 60,
};

type Row = Rule & { readonly preset: keyof typeof PRESETS | null };

/**
 * `GET /-/rules?timeout_seconds=…&idle_seconds=…`: all time and the last 30 days under each preset, the user's own
 * numbers and those asked for. Counts history anew, off the event loop when it is long; changes nothing.
 */
export const rules: Route = {
  method: "GET",
  path: "/-/rules",
  bases: "absolute",
  need: "none",
  summary: "our own pages: totals under each way of counting",
  parameters: [TIMEOUT, IDLE],
  async answer(call): Promise<RulesAnswer> {
    const user = viewer(call);
    const asked = askedRule(call);
    const rows = rowsOf(user, asked);
    const recent = rangeOf({ ...call, query: {} }, user, "last_30_days");
    const totals = await call.services.background.ruleTotals({ userId: user.id, rules: rows, recent });
    return {
      recent: { start_date: recent.startDate, end_date: recent.endDate },
      rules: rows.map((row, i) => ({
        preset: row.preset,
        timeout_seconds: row.timeoutMs / 1000,
        idle_seconds: row.idleMs / 1000,
        total_ms: totals[i]?.totalMs ?? 0,
        recent_ms: totals[i]?.recentMs ?? 0,
        is_own: isSame(row, user),
        is_asked: asked !== undefined && isSame(row, asked),
      })),
    };
  },
};

/** The presets, then what is none of them. */
function rowsOf(user: User, asked: Rule | undefined): Row[] {
  const rows: Row[] = Object.entries(PRESETS).map(([preset, numbers]) => ({
    preset: preset as keyof typeof PRESETS,
    ...numbers,
  }));
  for (const one of [user, asked])
    if (one !== undefined && !rows.some((row) => isSame(row, one)))
      rows.push({ preset: null, timeoutMs: one.timeoutMs, idleMs: one.idleMs });
  return rows;
}

function isSame(a: Rule, b: Rule): boolean {
  return a.timeoutMs === b.timeoutMs && a.idleMs === b.idleMs;
}

/** @throws AppError `invalid` (422) naming the parameter. */
function askedRule(call: Call): Rule | undefined {
  const timeoutSeconds = wholeNumber(call, TIMEOUT, undefined);
  const idleSeconds = wholeNumber(call, IDLE, 0);
  if (timeoutSeconds === undefined) return undefined;
  if (idleSeconds > timeoutSeconds)
    throw new AppError("invalid", "idle_seconds must be at most the timeout", { parameter: IDLE.name });
  return rule(timeoutSeconds * 1000, idleSeconds * 1000);
}
