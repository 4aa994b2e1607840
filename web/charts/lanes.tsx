/** @jsxImportSource preact */
import { clockText, timeText } from "../format.ts";
import { type Mark, Marks } from "./marks.tsx";
import { percent, placeOf, spanBox } from "./scale.ts";

type Axis = { readonly start_ms: number; readonly end_ms: number };

export type LanesProps = Axis & {
  readonly label: string;
  readonly hours: readonly { readonly at_ms: number; readonly hour: number }[];
  readonly lanes: readonly {
    readonly project: string;
    readonly colour: number;
    readonly total_ms: number;
    readonly pieces: readonly { readonly start_ms: number; readonly end_ms: number }[];
  }[];
  readonly timezone: string;
  readonly now_ms: number;
  readonly pick: (project: string, at: { readonly start_ms: number; readonly end_ms: number }) => void;
};

/** A lane is its name, then its stretches. */
const NAME = 18;
const BAR = 18;
const LANE = NAME + BAR + 8;
const HEAD = 20;
const THIN = 0.0008;

/** A day, a lane for each project, on an axis from its first to its last instant. */
export function Lanes(props: LanesProps) {
  const { label, lanes, hours, timezone, now_ms: nowMs, pick } = props;
  const marks = lanes.flatMap(({ project, colour, pieces }, i) =>
    pieces
      .filter((piece) => piece.end_ms > props.start_ms && piece.start_ms < props.end_ms)
      .map((piece): Mark => {
        const box = spanBox(piece, props, BAR, THIN);
        const times = () => `${clockText(piece.start_ms, timezone, true)}–${clockText(piece.end_ms, timezone, true)}`;
        return {
          ...box,
          y: HEAD + i * LANE + NAME,
          tone: `s${colour}`,
          text: () => `${times()} ${project}, ${timeText(piece.end_ms - piece.start_ms)}`,
          pick: () => pick(project, piece),
        };
      }),
  );
  const height = HEAD + lanes.length * LANE;
  const now = placeOf(nowMs, props);
  const every = hours.length > 12 ? 3 : 1;
  return (
    <Marks
      marks={marks}
      height={height}
      label={label}
      over={now !== undefined && <line class="now" x1={percent(now)} x2={percent(now)} y1={HEAD - 4} y2={height} />}
    >
      {hours.map(({ at_ms: atMs, hour }) => {
        const place = placeOf(atMs, props);
        return place === undefined || hour % every !== 0 ? null : (
          <g key={atMs}>
            <line class="rule" x1={percent(place)} x2={percent(place)} y1={HEAD - 4} y2={height} />
            <text x={percent(place)} y={12} dx={2}>
              {String(hour).padStart(2, "0")}
            </text>
          </g>
        );
      })}
      {lanes.map(({ project, total_ms: ms }, i) => (
        <g key={project}>
          <rect class="base" x="0" width="100%" y={HEAD + i * LANE + NAME} height={BAR} />
          <text class="lane-name" x="0" y={HEAD + i * LANE + 13}>
            {shortened(project)} · {timeText(ms)}
          </text>
        </g>
      ))}
    </Marks>
  );
}

/** A name that fits a phone: text in a picture is not cut by itself. */
const LONGEST = 32;

function shortened(name: string): string {
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}…` : name;
}
