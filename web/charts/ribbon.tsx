/** @jsxImportSource preact */
import { clockText, timeText } from "../format.ts";
import { type Mark, Marks } from "./marks.tsx";
import { percent, placeOf, spanBox } from "./scale.ts";

export type RibbonProps = {
  readonly label: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly hours: readonly { readonly at_ms: number; readonly hour: number }[];
  readonly pieces: readonly {
    readonly start_ms: number;
    readonly end_ms: number;
    readonly project: string;
    readonly colour: number;
  }[];
  readonly timezone: string;
  readonly now_ms: number;
  readonly pick?: (project: string) => void;
};

const HEIGHT = 48;
const BELOW = 20;
/** Narrower could not be seen; of the width. */
const THIN = 0.0008;
/** Hours that are written below the ribbon. */
const EVERY = 3;

/** A day from its first to its last instant: a rectangle for each stretch of work, in its project's colour. */
export function Ribbon(props: RibbonProps) {
  const { label, pieces, hours, timezone, now_ms: nowMs, pick } = props;
  const marks = pieces
    .filter((piece) => piece.end_ms > piece.start_ms)
    .map((piece): Mark => {
      return {
        ...spanBox(piece, props, HEIGHT, THIN),
        tone: `s${piece.colour}`,
        text: () => {
          const times = `${clockText(piece.start_ms, timezone)}–${clockText(piece.end_ms, timezone)}`;
          return `${times} ${piece.project}, ${timeText(piece.end_ms - piece.start_ms)}`;
        },
        ...(pick !== undefined && { pick: () => pick(piece.project) }),
      };
    });
  const now = placeOf(nowMs, props);
  return (
    <Marks
      marks={marks}
      height={HEIGHT + BELOW}
      label={label}
      over={
        now !== undefined && (
          <line class="now" x1={percent(now)} x2={percent(now)} y1={-4} y2={HEIGHT + 4}>
            <title>now</title>
          </line>
        )
      }
    >
      <rect class="base" x="0" y="0" width="100%" height={HEIGHT} />
      {hours.map(({ at_ms: atMs, hour }) => {
        const place = placeOf(atMs, props);
        if (place === undefined || hour % EVERY !== 0) return null;
        return (
          <g key={atMs}>
            <line class="rule" x1={percent(place)} x2={percent(place)} y1={HEIGHT} y2={HEIGHT + 4} />
            <text x={percent(place)} y={HEIGHT + 16} dx={2}>
              {String(hour).padStart(2, "0")}
            </text>
          </g>
        );
      })}
    </Marks>
  );
}
