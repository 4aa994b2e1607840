/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { ProjectAnswer } from "../../src/http/dashboard/projects-answer.ts";
import { useAnswer } from "../answer.ts";
import { ask, type Problem } from "../api.ts";
import { Rhythm, Year } from "../charts/grid.tsx";
import { Ranked } from "../charts/ranked.tsx";
import { bucketText, Stack } from "../charts/stack.tsx";
import { counted, dateText, momentText, timeText } from "../format.ts";
import { changes } from "../live.ts";
import { BadgeSnippet } from "../parts/badge.tsx";
import { Headline } from "../parts/headline.tsx";
import { ProblemText } from "../parts/problem.tsx";
import { Files } from "../parts/project-files.tsx";
import { Toolbar } from "../parts/toolbar.tsx";
import type { PageProps } from "../routes.ts";
import { FILTERS, type FilterName, useView, type View } from "../view.ts";

/** Lists of one project, in order. */
const LISTS: readonly FilterName[] = ["branch", "editor", "machine", "operating_system", "category"];

/** One project: its days, files, languages, branches. */
export function Project({ rest: name }: PageProps) {
  const view = useView();
  const path = encodeURIComponent(name);
  const { value, problem, isLoading } = useAnswer<ProjectAnswer>(`/-/project/${path}?${view.question}`);
  return (
    <>
      <Toolbar view={view} shown={value} fallback="all_time" compares={false} />
      <ProblemText problem={problem} />
      <div class="overview" aria-busy={isLoading}>
        <p class="small crumb">
          <a href={view.href({}, "/projects")}>Projects</a>
        </p>
        <h1 class="title">{name}</h1>
        {value === undefined ? (
          problem === undefined && <div class="skeleton lead" />
        ) : (
          <One project={value} view={view} />
        )}
      </div>
    </>
  );
}

function One({ project, view }: { project: ProjectAnswer; view: View }) {
  const isPicked = (dimension: FilterName, name: string) =>
    view.filters.some((one) => one.dimension === dimension && one.values.includes(name));
  const days = (start: string, end: string) => view.go({ range: undefined, start, end });
  const list = (dimension: FilterName) => (
    <Ranked
      key={dimension}
      title={FILTERS.find((one) => one.dimension === dimension)?.plural ?? dimension}
      class="third"
      items={(project.dimensions[dimension] ?? []).map((item) => ({
        ...item,
        isPicked: isPicked(dimension, item.name),
      }))}
      totalMs={project.total_ms}
      pick={(one) => view.toggle(dimension, one)}
    />
  );
  return (
    <>
      <section aria-label="In short">
        <Headline ms={project.total_ms} />
        <p class="sentence">{projectSum(project)}</p>
        <ArchiveButton project={project} />
      </section>
      <div class="grid">
        <Stack
          title={`By ${project.unit}`}
          sum={bucketsSum(project)}
          unit={project.unit}
          series={[{ name: project.name, colour: project.colour }]}
          buckets={project.buckets.map(({ ms, ...bucket }) => ({ ...bucket, total_ms: ms, ms: [ms, 0] }))}
          pick={(_, { start_date: start, end_date: end }) => days(start, end)}
        />
        <div class="two-thirds files-area">
          <Files name={project.name} question={view.question} />
        </div>
        {list("language")}
        {LISTS.map(list)}
        {project.dependencies.length > 0 && (
          <Ranked title="Dependencies" class="third" items={project.dependencies} totalMs={project.total_ms} />
        )}
        <Rhythm class="third" title="Rhythm" hours={project.hours_of_week} weekStart={project.week_start} />
        <Year title="A year of days" sum={yearSum(project)} days={project.year} pick={(date) => days(date, date)} />
        <BadgeSnippet project={project} />
      </div>
    </>
  );
}

function ArchiveButton({ project }: { project: ProjectAnswer }) {
  const [problem, setProblem] = useState<Problem>();
  const archive = async () => {
    const reply = await ask("PATCH", `/-/projects/${encodeURIComponent(project.name)}`, {
      archived: !project.is_archived,
    });
    setProblem("problem" in reply ? reply.problem : undefined);
    changes.value++;
  };
  return (
    <p class="actions">
      <button type="button" onClick={archive}>
        {project.is_archived ? "Take back from the archive" : "Archive"}
      </button>
      <span class="small muted">
        {project.is_archived ? "left out of the list of projects" : "leaves it out of the list; its time stays"}
      </span>
      {problem !== undefined && (
        <span class="ember" role="alert">
          {problem.message}
        </span>
      )}
    </p>
  );
}

function projectSum(project: ProjectAnswer): string {
  const { days_with_time: days, ai_ms: ai, first_ms: first, last_ms: last, timezone } = project;
  const parts = [
    days > 0 ? `on ${counted(days, "day")}, ${timeText(project.total_ms / days)} on average` : "",
    ai > 0 ? `of it AI ${timeText(ai)}` : "",
    `first ${momentText(first, timezone)}`,
    `last ${momentText(last, timezone)}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function bucketsSum({ buckets, unit }: ProjectAnswer): string {
  const most = buckets.reduce((best, bucket) => (bucket.ms > (best?.ms ?? 0) ? bucket : best), buckets[0]);
  return most === undefined || most.ms === 0 ? "" : `most ${bucketText(most, unit)}, ${timeText(most.ms)}`;
}

function yearSum({ year }: ProjectAnswer): string {
  const active = year.filter(({ ms }) => ms > 0);
  const last = active.at(-1);
  return last === undefined ? "" : `${counted(active.length, "day")}, the last ${dateText(last.date)}`;
}
