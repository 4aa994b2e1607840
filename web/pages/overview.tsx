/** @jsxImportSource preact */
import type { ColumnsAnswer, OverviewAnswer } from "../../src/http/dashboard/overview-answer.ts";
import { useAnswer } from "../answer.ts";
import { Rhythm, Year } from "../charts/grid.tsx";
import { Ranked } from "../charts/ranked.tsx";
import { Ribbon } from "../charts/ribbon.tsx";
import { bucketText, Stack } from "../charts/stack.tsx";
import { counted, dateText, timeText, weekdayText } from "../format.ts";
import { Goal } from "../parts/goal.tsx";
import { Headline } from "../parts/headline.tsx";
import { OwnStep } from "../parts/own-step.tsx";
import { ProblemText } from "../parts/problem.tsx";
import { sentence } from "../parts/sentence.ts";
import { Shares } from "../parts/shares.tsx";
import { useStages } from "../parts/stages.ts";
import { Toolbar } from "../parts/toolbar.tsx";
import { FILTERS, type FilterName, useView, type View } from "../view.ts";

/** Returns what the overview asks the server. */
export function overviewQuestions({ question, compares }: View): {
  readonly overview: string;
  readonly columns: string;
} {
  return {
    overview: `/-/overview?${question}`,
    columns: `/-/columns?${question}${compares ? "&compare=true" : ""}`,
  };
}

/** A range at a glance: today, unless the address says otherwise. */
export function Overview() {
  const view = useView();
  const asked = overviewQuestions(view);
  const overview = useAnswer<OverviewAnswer>(asked.overview);
  const columns = useAnswer<ColumnsAnswer>(asked.columns);
  return (
    <>
      <OwnStep step={1}>
        <Toolbar view={view} shown={overview.value} fallback="today" />
      </OwnStep>
      <h1 class="hidden">Overview</h1>
      <ProblemText problem={overview.problem ?? columns.problem} />
      <div class="overview" aria-busy={overview.isLoading || columns.isLoading}>
        {overview.value === undefined ? (
          overview.problem === undefined && <div class="skeleton lead" />
        ) : (
          <OwnStep step={2}>
            <Lead overview={overview.value} columns={columns.value} view={view} />
          </OwnStep>
        )}
        {overview.value !== undefined && columns.value !== undefined && (
          <Charts overview={overview.value} columns={columns.value} view={view} />
        )}
      </div>
    </>
  );
}

type Parts = { readonly overview: OverviewAnswer; readonly view: View };

function Lead({ overview, columns, view }: Parts & { columns: ColumnsAnswer | undefined }) {
  const ribbon = columns?.ribbon;
  return (
    <section class="lead" aria-label="In short">
      <div class="headline-row">
        <Headline ms={overview.total_ms} />
        {overview.goal !== null && <Goal {...overview.goal} />}
      </div>
      <p class="sentence">
        {sentence(overview)}{" "}
        {overview.has_history ? (
          <a href={view.href({}, "/why")}>Why this number?</a>
        ) : (
          <a href="/setup">How to connect one</a>
        )}
      </p>
      {ribbon ? (
        <Ribbon
          label={`${overview.range_text} by project`}
          timezone={overview.timezone}
          now_ms={overview.now_ms}
          pick={(project) => view.toggle("project", project)}
          {...ribbon}
        />
      ) : (
        <Shares items={overview.projects} totalMs={overview.total_ms} pick={(name) => view.toggle("project", name)} />
      )}
    </section>
  );
}

function Charts({ overview, columns, view }: Parts & { columns: ColumnsAnswer }) {
  const sparks = new Map(columns.series.map(({ name }, i) => [name, columns.buckets.map(({ ms }) => ms[i] ?? 0)]));
  const hours = columns.hours_of_week ?? overview.hours_of_week;
  const isPicked = (dimension: FilterName, name: string) =>
    view.filters.some((one) => one.dimension === dimension && one.values.includes(name));
  const list = (dimension: FilterName) => (
    <Ranked
      key={dimension}
      title={FILTERS.find((one) => one.dimension === dimension)?.plural ?? dimension}
      class="third"
      items={(overview.dimensions[dimension] ?? []).map((item) => ({
        ...item,
        isPicked: isPicked(dimension, item.name),
      }))}
      totalMs={overview.total_ms}
      pick={(name) => view.toggle(dimension, name)}
    />
  );
  const figures = [
    () => (
      <Stack
        key="columns"
        class="two-thirds"
        title={overview.is_single_day ? "Last 30 days by project" : `By ${columns.unit}`}
        sum={columnsSum(columns)}
        unit={columns.unit}
        series={columns.series}
        buckets={columns.buckets}
        pick={(name, bucket) =>
          name === undefined || isPicked("project", name)
            ? view.go({ range: undefined, start: bucket.start_date, end: bucket.end_date })
            : view.toggle("project", name)
        }
      />
    ),
    () => (
      <Ranked
        key="projects"
        title="Projects"
        class="third"
        items={overview.projects.map((item) => {
          const spark = sparks.get(item.name);
          return { ...item, isPicked: isPicked("project", item.name), ...(spark !== undefined && { spark }) };
        })}
        totalMs={overview.total_ms}
        pick={(name) => view.toggle("project", name)}
      />
    ),
    () => [list("language"), list("editor")],
    () => (
      <Rhythm
        key="rhythm"
        class="third"
        title={overview.is_single_day ? "Rhythm of 30 days" : "Rhythm"}
        sum={rhythmSum(hours)}
        hours={hours}
        weekStart={overview.week_start}
      />
    ),
    () => [list("machine"), list("operating_system"), list("category")],
    () => (
      <Year
        key="year"
        title="A year of days"
        sum={yearSum(overview, columns)}
        days={columns.year}
        pick={(date) => view.go({ range: undefined, start: date, end: date })}
      />
    ),
  ];
  const drawn = useStages(figures.length);
  return <div class="grid">{figures.slice(0, drawn).map((draw) => draw())}</div>;
}

function columnsSum({ buckets, unit }: ColumnsAnswer): string {
  const most = buckets.reduce((best, bucket) => (bucket.total_ms > (best?.total_ms ?? 0) ? bucket : best), buckets[0]);
  if (most === undefined || most.total_ms === 0) return "";
  return `most ${bucketText(most, unit)}, ${timeText(most.total_ms)}`;
}

function rhythmSum(hours: readonly number[]): string {
  const most = Math.max(0, ...hours);
  if (most === 0) return "";
  const at = hours.indexOf(most);
  return `most ${weekdayText(Math.floor(at / 24) + 1, "long")} at ${String(at % 24).padStart(2, "0")}`;
}

function yearSum(overview: OverviewAnswer, { year }: ColumnsAnswer): string {
  const { streak, best_day: best, daily_average_ms: average, is_single_day: isDay } = overview;
  const parts = [
    counted(year.filter(({ ms }) => ms > 0).length, "day"),
    streak.current > 0 ? `${counted(streak.current, "day")} in a row now` : "",
    streak.longest > 0 ? `${streak.longest} at most` : "",
    best !== null && !isDay ? `best in this range ${dateText(best.date)}, ${timeText(best.ms)}` : "",
    average > 0 && !isDay ? `on average ${timeText(average)} a day` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}
