// A server that nobody asks for anything gives back the memory that answering took.

/** Quiet time after which memory is given back. */
const QUIET_MS = 10_000;
/** What the first collection lets go is freed for good by the next one. */
const COLLECTIONS = 3;
const BETWEEN_MS = 3_000;
/** Memory above what the start took that is too much for a server at rest: if it is still quiet, compiled code goes, too. */
const TOO_MUCH_BYTES = 40 * 1024 * 1024;
/** Memory that must have been taken since for it to be worth a collection of some 20 ms. */
const WORTH_BYTES = 8 * 1024 * 1024;

export type Rest = {
  /** To be called with every request. */
  readonly asked: () => void;
  readonly close: () => void;
};

/** What resting does, how it is known whether to, and the time it goes by. */
export type Resting = {
  /** bytes held now */
  readonly held: () => number;
  /** Gives back what can be had again, such as pages of the database. */
  readonly drop: () => void;
  readonly collect: () => void;
  /** Gives back even compiled code, which the next requests make again: the first of them takes some 50 ms longer. */
  readonly shrink: () => void;
  /** ms, never backwards */
  readonly now: () => number;
  /** Does work later, unless the returned function is called before. */
  readonly after: (ms: number, work: () => void) => () => void;
};

/**
 * Returns what waits for quiet: ten seconds after the last request memory is dropped and collected, if much more is held
 * than after the last time. One timer, however many requests.
 */
export function openRest({ held, drop, collect, shrink, now, after }: Resting): Rest {
  const startBytes = held();
  let heldBytes = startBytes;
  let askedMs = now();
  let cancel: (() => void) | undefined;

  function look(): void {
    const quietMs = now() - askedMs;
    if (quietMs < QUIET_MS) {
      cancel = after(QUIET_MS - quietMs, look);
      return;
    }
    cancel = undefined;
    if (held() < heldBytes + WORTH_BYTES) return;
    drop();
    collectTimes(COLLECTIONS);
  }

  function collectTimes(times: number): void {
    collect();
    heldBytes = held();
    cancel = undefined;
    if (times > 1) cancel = after(BETWEEN_MS, () => collectTimes(times - 1));
    else if (heldBytes > startBytes + TOO_MUCH_BYTES) shrinkIfQuiet();
  }

  function shrinkIfQuiet(): void {
    if (now() - askedMs < QUIET_MS) {
      // Everything is given back again when it is quiet once more.
      heldBytes = startBytes;
      cancel = after(QUIET_MS, look);
      return;
    }
    shrink();
    // It goes when the program has nothing to do.
    cancel = after(BETWEEN_MS, () => {
      heldBytes = held();
      cancel = undefined;
    });
  }

  return {
    asked() {
      askedMs = now();
      cancel ??= after(QUIET_MS, look);
    },
    close: () => cancel?.(),
  };
}
