import { useEffect, useState } from "preact/hooks";

/**
 * Returns how many of `count` parts of a page may be drawn: none at first, one more with each frame. A slow machine
 * draws a long page in steps between which it still answers.
 */
export function useStages(count: number): number {
  const [drawn, setDrawn] = useState(0);
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
