/** @jsxImportSource preact */
import { percent } from "./scale.ts";

const HEIGHT = 16;

/** A run of small bars without axes: the shape of some times. Said in words beside it, so hidden from who hears the page. */
export function Spark({ values, tone }: { values: readonly number[]; tone: string }) {
  const most = Math.max(...values, 1);
  return (
    <svg class="spark" height={HEIGHT} aria-hidden="true">
      {values.map((value, i) =>
        value === 0 ? null : (
          <rect
            key={i}
            class={tone}
            x={percent(i / values.length)}
            width={percent(0.8 / values.length)}
            y={HEIGHT - Math.max(1, (value / most) * HEIGHT)}
            height={Math.max(1, (value / most) * HEIGHT)}
          />
        ),
      )}
    </svg>
  );
}
