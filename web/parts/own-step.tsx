/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { ErrorBoundary } from "preact-iso";
import { nextTask } from "../next-task.ts";

/** How many steps of their own the parts of a page have. */
const STEPS = 2;
/** The steps that are yet to come, by number; none unless a page is being taken over. */
const ahead = new Map<number, Promise<void>>();

/**
 * Takes over a page that the server drew: `hydrate` for all but what stands in an `OwnStep`, and those one after another.
 * Between two of them a slow machine may paint. Waits until the last of them is alive.
 */
export async function takeOver(hydrate: () => void): Promise<void> {
  let before = Promise.resolve();
  for (let step = 1; step <= STEPS; step++) {
    before = before.then(nextTask).then(() => void ahead.delete(step));
    ahead.set(step, before);
  }
  hydrate();
  await before;
  // Preact comes back to it after this.
  await nextTask();
}

type Props = {
  /** from 1, in the order in which they come alive */
  readonly step: number;
  readonly children: ComponentChildren;
};

/** A part that comes alive after what stands around it: a single element, which stays as the server drew it till then. */
export function OwnStep(props: Props) {
  return (
    <ErrorBoundary>
      <Waiting {...props} />
    </ErrorBoundary>
  );
}

function Waiting({ step, children }: Props) {
  const turn = ahead.get(step);
  // Preact keeps what is drawn of a part that throws a promise, and comes back to it.
  if (turn !== undefined) throw turn;
  return <>{children}</>;
}
