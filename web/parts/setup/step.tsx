/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

type Props = {
  readonly title: string;
  /** what there is to see once it is done */
  readonly state: "done" | "now" | "later";
  readonly children?: ComponentChildren;
};

const WORDS = { done: "done", now: "to do", later: "later" } as const;

/** A line of the checklist. */
export function Step({ title, state, children }: Props) {
  return (
    <li class="step" data-state={state}>
      <span class="tick" aria-hidden="true">
        {state === "done" ? "✓" : ""}
      </span>
      <div>
        <h2>
          {title} <span class="hidden">({WORDS[state]})</span>
        </h2>
        {children}
      </div>
    </li>
  );
}
