import type { CommandInput } from "./command.ts";

const EVERY_MS = 1_000;

/**
 * Returns a function that shows how far something is: on a terminal, once a second, each line in the place of the one
 * before. Elsewhere nothing is written. The text is made only when it is shown.
 */
export function progressOn({ io, environment }: CommandInput): (text: () => string) => void {
  let shownMs: number | undefined;
  return (text) => {
    const nowMs = environment.now();
    if (!io.isTerminal || (shownMs !== undefined && nowMs - shownMs < EVERY_MS)) return;
    // Up one line, and clear it.
    io.err(`${shownMs === undefined ? "" : "\x1b[1A\x1b[2K"}${text()}`);
    shownMs = nowMs;
  };
}
