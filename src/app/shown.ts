// What of a user's time everybody else is shown: the one place that decides it, between the routes and the histories.

import { dayAt, startOfDate } from "../domain/calendar.ts";
import { DIMENSIONS, type Dimension } from "../domain/dimension.ts";
import type { Interval } from "../domain/interval.ts";
import type { Background } from "./background.ts";
import type { Context } from "./context.ts";
import type { Histories } from "./history.ts";
import { type User, zoneOf } from "./users.ts";

/** The limits of what is shown. */
export type Shown = {
  /** epoch ms; what was before is not shown */
  readonly sinceMs: number;
  /** dimensions whose names are not shown, nor what could be learned by filtering by them */
  readonly hidden: ReadonlySet<Dimension>;
};

const WITHOUT_LIMIT = { sinceMs: 0, hidden: new Set<Dimension>() };

/**
 * Returns what a user shows to everybody else. Days are those of the user's zone, today included. Of a user who is not
 * public nothing has a name; only an admin's totals are made of such a user's time.
 */
export function shownOf(context: Context, user: User): Shown {
  if (!user.isPublic) return { ...WITHOUT_LIMIT, hidden: new Set(DIMENSIONS) };
  const { publicDays, publicDimensions } = user;
  return {
    sinceMs: publicDays === null ? 0 : firstDayMs(context, user, publicDays),
    hidden: new Set(publicDimensions === null ? [] : DIMENSIONS.filter((one) => !publicDimensions.includes(one))),
  };
}

function firstDayMs(context: Context, user: User, days: number): number {
  const zone = zoneOf(context, user);
  const today = Temporal.PlainDate.from(dayAt(context.now(), zone).date);
  return startOfDate(today.subtract({ days: days - 1 }).toString(), zone);
}

/**
 * Returns the part of an interval that is shown; empty when none is.
 *
 * ```
 * asked      [--------------)            [----)              [---------)
 * since              |                           |     |
 * shown              [------)                    [)          [---------)
 * ```
 */
export function shownPart({ sinceMs }: Shown, { startMs, endMs }: Interval): Interval {
  return { startMs: Math.max(startMs, sinceMs), endMs: Math.max(endMs, sinceMs) };
}

/** Returns whether names of a dimension are shown; dependencies go with the languages. */
export function isShown(shown: Shown | undefined, dimension: Dimension): boolean {
  return shown?.hidden.has(dimension) !== true;
}

/** Returns histories as somebody sees them: their own whole, everybody else's within their limits. */
export function historiesFor(context: Context, histories: Histories, viewerId: number | undefined): Histories {
  const shown = (userId: number) => {
    const user = userId === viewerId ? undefined : context.store.userById(userId);
    return user && shownOf(context, user);
  };
  return {
    shown,
    whole: histories,
    of(userId) {
      const history = histories.of(userId);
      const limits = shown(userId);
      return history && limits ? { ...history, shown: limits } : history;
    },
  };
}

/** Returns what answers questions from heartbeats, within the same limits as the histories. */
export function backgroundFor(background: Background, { shown }: Histories): Background {
  return {
    ...background,
    spans(question) {
      const limits = shown(question.userId);
      return background.spans(limits === undefined ? question : { ...question, shown: limits });
    },
  };
}
