import { useEffect, useState } from "preact/hooks";
import { ask, type Problem, type Reply } from "./api.ts";
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

/** Questions that were asked before anything was drawn; each is taken by the first who has it. */
const asked = new Map<string, Promise<Reply<unknown>>>();

/** Asks before the page is drawn that will ask the same. */
export function askEarly(path: string): void {
  asked.set(path, ask<unknown>("GET", path));
}

/**
 * Returns what the server answers at `path`, asked again whenever something changed. While an answer is on its way the
 * last one stays; undefined asks nothing.
 */
export function useAnswer<T>(path: string | undefined): Answer<T> {
  const [state, setState] = useState<{ path?: string | undefined; value?: T; problem?: Problem | undefined }>({});
  const change = changes.value;
  const signIn = session.value.count;
  // A change and a sign-in ask again.
  useEffect(() => {
    if (path === undefined) return;
    const leaving = new AbortController();
    const early = asked.get(path) as Promise<Reply<T>> | undefined;
    asked.delete(path);
    void (early ?? ask<T>("GET", path, undefined, leaving.signal)).then((reply) => {
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
