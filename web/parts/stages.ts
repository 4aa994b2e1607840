import { useEffect, useState } from "preact/hooks";

let isWhole = false;

/** Does some work in which pages are drawn whole at once. */
export function drawWhole(work: () => void): void {
  isWhole = true;
  try {
    work();
  } finally {
    isWhole = false;
  }
}

/**
 * Returns how many of `count` parts of something may be drawn: `first` of them, then one more with each frame. A slow
 * machine draws a long page in steps between which it still answers.
 */
export function useStages(count: number, first = 0): number {
  const [drawn, setDrawn] = useState(isWhole ? count : first);
  useEffect(() => {
    if (drawn >= count) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // After the frame, not before it: else all parts would be in one.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => setDrawn(drawn + 1));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [drawn, count]);
  return drawn;
}
