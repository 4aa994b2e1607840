/** @jsxImportSource preact */
import { timeParts } from "../format.ts";

const UNITS = { h: "hours", m: "minutes", s: "seconds" } as const;

/** The one number of a page. */
export function Headline({ ms }: { ms: number }) {
  return (
    <p class="headline" data-ms={ms}>
      {timeParts(ms).map(({ amount, unit }, i) => (
        <span key={unit}>
          {i > 0 && " "}
          {amount} <abbr title={UNITS[unit]}>{unit}</abbr>
        </span>
      ))}
    </p>
  );
}
