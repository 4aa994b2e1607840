/** @jsxImportSource preact */
import { percent } from "../charts/scale.ts";
import { timeText } from "../format.ts";

type Props = { readonly title: string; readonly target_ms: number; readonly actual_ms: number };

/** How far a day's goal has come. */
export function Goal({ title, target_ms: target, actual_ms: actual }: Props) {
  const left = target - actual;
  const text = left > 0 ? `${timeText(left)} to go of ${timeText(target)}` : `reached: ${timeText(target)}`;
  return (
    <p class="goal small muted">
      <a href="/goals">{title || "goal"}</a>{" "}
      <svg class="goal-bar" role="img" aria-label={text}>
        <rect class="base" width="100%" height="8" />
        <rect class="heat" width={percent(Math.min(1, target === 0 ? 1 : actual / target))} height="8" />
      </svg>{" "}
      {text}
    </p>
  );
}
