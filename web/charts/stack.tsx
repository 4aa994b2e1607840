/** @jsxImportSource preact */
import { dateText, monthText, timeText } from "../format.ts";
import { Figure } from "./figure.tsx";
import { type Mark, Marks } from "./marks.tsx";
import { axisTop, labelStep, percent, stackBoxes } from "./scale.ts";

export type StackProps = {
  readonly title: string;
  readonly sum?: string;
  readonly unit: "day" | "week" | "month" | "year";
  readonly series: readonly { readonly name: string; readonly colour: number }[];
  readonly buckets: readonly {
    readonly start_date: string;
    readonly end_date: string;
    readonly total_ms: number;
    readonly ms: readonly number[];
    readonly before_ms?: number;
  }[];
  /** picks a series, or the rest of a bucket */
  readonly pick?: (
    name: string | undefined,
    bucket: { readonly start_date: string; readonly end_date: string },
  ) => void;
  readonly class?: string;
};

const HEIGHT = 160;
/** Above the bars, for the label of the axis; and below, for the dates. */
const ABOVE = 16;
const BELOW = 20;
const LABEL_WIDTH = { day: 64, week: 64, month: 84, year: 48 } as const;
/** A chart's width when it is narrow: labels must not touch there either. */
const ROOM = 320;
const OTHER = { name: "Other projects", colour: 8 };

/** Bars of days, weeks, months or years, one part for each series and one for the rest. */
export function Stack({ title, sum, unit, series, buckets, pick, class: className }: StackProps) {
  const all = [...series, OTHER];
  const most = Math.max(0, ...buckets.flatMap(({ total_ms, before_ms }) => [total_ms, before_ms ?? 0]));
  const topMs = axisTop(most);
  const nameOf = (bucket: StackProps["buckets"][number]) => bucketText(bucket, unit);
  const marks = buckets.flatMap((bucket, index): Mark[] =>
    stackBoxes(bucket.ms, { index, of: buckets.length, topMs, height: HEIGHT }).flatMap((box, i) => {
      const one = all[i];
      const ms = bucket.ms[i] ?? 0;
      if (one === undefined || ms === 0) return [];
      return [
        {
          ...box,
          y: box.y + ABOVE,
          tone: `s${one.colour}`,
          text: () =>
            `${nameOf(bucket)}: ${one.name} ${timeText(ms)} of ${timeText(bucket.total_ms)}${beforeText(bucket)}`,
          ...(pick !== undefined && { pick: () => pick(one === OTHER ? undefined : one.name, bucket) }),
        },
      ];
    }),
  );
  const step = labelStep(buckets.length, LABEL_WIDTH[unit], ROOM);
  return (
    <Figure
      title={title}
      class={className ?? ""}
      {...(sum !== undefined && { sum })}
      table={() => ({
        head: [unit === "day" ? "Day" : "From", "Total", ...all.map(({ name }) => name)],
        rows: buckets.map((bucket) => [
          nameOf(bucket),
          timeText(bucket.total_ms),
          ...all.map((_, i) => timeText(bucket.ms[i] ?? 0)),
        ]),
      })}
    >
      <Marks marks={marks} height={ABOVE + HEIGHT + BELOW} label={title} hint={hintText(series)}>
        <line class="rule" x1="0" x2="100%" y1={ABOVE} y2={ABOVE} />
        <text x="0" y={ABOVE - 4}>
          {timeText(topMs)}
        </text>
        <line class="rule" x1="0" x2="100%" y1={ABOVE + HEIGHT} y2={ABOVE + HEIGHT} />
        {buckets.map((bucket, i) =>
          bucket.before_ms === undefined || bucket.before_ms === 0 ? null : (
            <rect
              key={bucket.start_date}
              class="before"
              x={percent(i / buckets.length)}
              width={percent(1 / buckets.length)}
              y={ABOVE + HEIGHT - (bucket.before_ms / topMs) * HEIGHT}
              height={(bucket.before_ms / topMs) * HEIGHT}
            />
          ),
        )}
        {buckets.map((bucket, i) =>
          i % step === 0 ? (
            <text key={bucket.start_date} x={percent(i / buckets.length)} y={ABOVE + HEIGHT + 16}>
              {shortText(bucket.start_date, unit)}
            </text>
          ) : null,
        )}
      </Marks>
    </Figure>
  );
}

/** What stands below the bars while none is pointed at. */
function hintText(series: StackProps["series"]): string {
  return series.length === 0 ? "Nothing in this range." : "Point at a bar, or use the arrow keys.";
}

function beforeText({ before_ms: before }: StackProps["buckets"][number]): string {
  return before === undefined ? "" : `; before ${timeText(before)}`;
}

/** Returns the name of a bucket as a sentence needs it. */
export function bucketText(
  bucket: { readonly start_date: string; readonly end_date: string },
  unit: StackProps["unit"],
): string {
  if (unit === "day") return dateText(bucket.start_date);
  if (unit === "week") return `Week of ${dateText(bucket.start_date)}`;
  return unit === "month" ? monthText(bucket.start_date) : bucket.start_date.slice(0, 4);
}

function shortText(date: string, unit: StackProps["unit"]): string {
  if (unit === "year") return date.slice(0, 4);
  if (unit === "month") return monthText(date);
  return dateText(date, "short", date).replace(/^\p{L}+,? /u, "");
}
