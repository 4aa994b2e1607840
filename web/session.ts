import { signal } from "@preact/signals";

/** Whether a password stands before the pages, and how often somebody signed in since this page was opened. */
export const session = signal<{ readonly needed: { readonly withName: boolean } | undefined; readonly count: number }>({
  needed: undefined,
  count: 0,
});

/** Notes that somebody signed in: everything shown is asked for again. */
export function signedIn(): void {
  session.value = { needed: undefined, count: session.value.count + 1 };
}
