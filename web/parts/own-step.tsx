import type { ComponentChildren } from "preact";
import { ErrorBoundary } from "preact-iso";

/** Resolves when the parts that wait may come alive; undefined = at once. */
let turn: Promise<void> | undefined;

/**
 * Takes over a page that the server drew, in two steps: `hydrate` for all but what stands in an `OwnStep`, and that in the
 * next one. Between them a slow machine answers whoever clicks.
 */
export function takeOver(hydrate: () => void): void {
  turn = new Promise((resolve) => {
    setTimeout(() => {
      turn = undefined;
      resolve();
    });
  });
  hydrate();
}

/** Something that comes alive after what stands around it: a single element, which stays as the server drew it till then. */
export function OwnStep({ children }: { children: ComponentChildren }) {
  return (
    <ErrorBoundary>
      <Waiting>{children}</Waiting>
    </ErrorBoundary>
  );
}

function Waiting({ children }: { children: ComponentChildren }) {
  // Preact keeps what is drawn of a part that throws a promise, and comes back to it.
  if (turn !== undefined) throw turn;
  return <>{children}</>;
}
