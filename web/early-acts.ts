// What is done to a page that is seen but not yet alive: kept, and done once it is.
import { nextTask } from "./next-task.ts";

/** More than anybody does before a page comes alive; a key that is held down is told again and again. */
const MOST = 50;
/** What browsers do by themselves. */
const OWN = "a, [popovertarget]";
const TYPES = ["keydown", "click"] as const;

/**
 * Keeps keys and clicks from now on. Returns what does them, in their order, and then keeps no more: to be called when
 * everything that may hear of them is there.
 */
export function keepEarlyActs(): () => Promise<void> {
  const acts: (KeyboardEvent | MouseEvent)[] = [];
  const keep = (event: KeyboardEvent | MouseEvent) => {
    const isOwn = event.type === "click" && event.target instanceof Element && event.target.closest(OWN) !== null;
    // What is done again here is not the visitor's.
    if (isOwn || !event.isTrusted) return;
    // Some of the page may be alive already: nothing happens twice.
    event.stopImmediatePropagation();
    if (acts.length < MOST) acts.push(event);
  };
  for (const type of TYPES) addEventListener(type, keep, true);
  return async () => {
    // What comes in meanwhile comes after what was done before.
    for (let act = acts.shift(); act !== undefined; act = acts.shift()) {
      doAgain(act);
      // Each finds the page as the one before it left it.
      await nextTask();
    }
    for (const type of TYPES) removeEventListener(type, keep, true);
  };
}

function doAgain(event: KeyboardEvent | MouseEvent): void {
  const { target, type } = event;
  const place = target instanceof Node && target.isConnected ? target : document.body;
  place.dispatchEvent(event instanceof KeyboardEvent ? new KeyboardEvent(type, event) : new MouseEvent(type, event));
}
