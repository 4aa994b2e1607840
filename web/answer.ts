import { useEffect, useState } from "preact/hooks";
import { ask, type Problem } from "./api.ts";
import { changes } from "./live.ts";
import { session } from "./session.ts";

/** What a page shows of one address: the newest value there is, and what is wrong with a newer one. */
export type Answer<T> = {
  readonly value: T | undefined;
  readonly problem: Problem | undefined;
  /** a newer value is on its way */
  readonly isLoading: boolean;
};

/** Answers of before, so that going back shows at once what was there. */
const kept = new Map<string, unknown>();
const MOST_KEPT = 30;

/** Answers that came with the page; each is taken by the first who asks for it. */
let given = new Map<string, unknown>();

/** Gives answers to the questions of the page that is drawn next, so that it need not ask them. */
export function giveAnswers(answers: Readonly<Record<string, unknown>>): void {
  given = new Map(Object.entries(answers));
}

/**
 * Returns what the server answers at `path`, asked again whenever something changed. While an answer is on its way the
 * last one stays; undefined asks nothing.
 */
export function useAnswer<T>(path: string | undefined): Answer<T> {
  const [state, setState] = useState<{ path?: string | undefined; value?: T; problem?: Problem | undefined }>(() =>
    path !== undefined && given.has(path) ? { path, value: given.get(path) as T } : {},
  );
  const change = changes.value;
  const signIn = session.value.count;
  // A change and a sign-in ask again.
  useEffect(() => {
    if (path === undefined) return;
    if (given.has(path)) {
      keep(path, given.get(path));
      given.delete(path);
      return;
    }
    const leaving = new AbortController();
    void ask<T>("GET", path, undefined, leaving.signal).then((reply) => {
      if (leaving.signal.aborted) return;
      if ("value" in reply) {
        keep(path, reply.value);
        setState({ path, value: reply.value });
      } else {
        if (reply.problem.type === "SignInNeeded")
          session.value = { ...session.value, needed: { withName: reply.problem.needsName ?? false } };
        setState((before) => ({ ...before, path, problem: reply.problem }));
      }
    });
    return () => leaving.abort();
  }, [path, change, signIn]);
  const isOther = state.path !== path;
  const value = isOther && path !== undefined && kept.has(path) ? (kept.get(path) as T) : state.value;
  return { value, problem: isOther ? undefined : state.problem, isLoading: isOther };
}

function keep(path: string, value: unknown): void {
  kept.delete(path);
  kept.set(path, value);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
}

/** Forgets every answer: another person may be at the browser now. */
export function forgetAnswers(): void {
  kept.clear();
}
