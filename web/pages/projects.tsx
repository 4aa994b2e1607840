/** @jsxImportSource preact */
import { useRef, useState } from "preact/hooks";
import type { ProjectRow, ProjectsAnswer } from "../../src/http/dashboard/projects-answer.ts";
import { useAnswer } from "../answer.ts";
import { ask, type Problem } from "../api.ts";
import { Spark } from "../charts/spark.tsx";
import { counted, timeText } from "../format.ts";
import { changes } from "../live.ts";
import { Headline } from "../parts/headline.tsx";
import { useKey } from "../parts/keys.ts";
import { ProblemText } from "../parts/problem.tsx";
import { projectHref, SORTS, type SortName, shownProjects } from "../parts/project-rows.ts";
import { Toolbar } from "../parts/toolbar.tsx";
import { ago } from "../parts/when.tsx";
import { useView, type View } from "../view.ts";

/** All projects: to be searched, sorted, opened and put away. */
export function Projects() {
  const view = useView();
  const { value, problem, isLoading } = useAnswer<ProjectsAnswer>(`/-/projects?${view.question}`);
  return (
    <>
      <Toolbar view={view} shown={value} fallback="all_time" compares={false} />
      <h1 class="hidden">Projects</h1>
      <ProblemText problem={problem} />
      <div class="overview" aria-busy={isLoading}>
        {value === undefined ? problem === undefined && <div class="skeleton lead" /> : <All all={value} view={view} />}
      </div>
    </>
  );
}

function All({ all, view }: { all: ProjectsAnswer; view: View }) {
  const search = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<Problem>();
  useKey("/", () => search.current?.focus());
  const sort = SORTS.find(({ name }) => name === view.get("sort"))?.name ?? "last";
  const [q, setQ] = useState(view.get("q") ?? "");
  const isArchive = view.get("archived") === "true";
  const archived = all.projects.filter((row) => row.is_archived).length;
  const rows = shownProjects(all.projects, { q, sort, isArchive });
  const archive = async ({ name, is_archived: isArchived }: ProjectRow) => {
    const reply = await ask("PATCH", `/-/projects/${encodeURIComponent(name)}`, { archived: !isArchived });
    setFault("problem" in reply ? reply.problem : undefined);
    changes.value++;
  };
  return (
    <>
      <section aria-label="In short">
        <Headline ms={all.total_ms} />
        <p class="sentence">
          {counted(all.projects.length, "project")}
          {all.without_project_ms > 0 && ` · ${timeText(all.without_project_ms)} without a project`}
          {isArchive && " · archived ones are shown"}
        </p>
      </section>
      <div class="toolbar">
        <input
          ref={search}
          type="search"
          aria-label="Search projects"
          placeholder="Search (/)"
          value={q}
          onInput={(event) => setQ(event.currentTarget.value)}
          onChange={() => view.go({ q: q || undefined })}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
        <label>
          Sort
          <select
            value={sort}
            onChange={(event) =>
              view.go({ sort: event.currentTarget.value === "last" ? undefined : event.currentTarget.value })
            }
          >
            {SORTS.map(({ name, text }) => (
              <option key={name} value={name}>
                {text}
              </option>
            ))}
          </select>
        </label>
        {(archived > 0 || isArchive) && (
          <button
            type="button"
            class="plain push"
            aria-pressed={isArchive}
            onClick={() => view.go({ archived: isArchive ? undefined : "true" })}
          >
            Archived ({archived})
          </button>
        )}
      </div>
      <ProblemText problem={fault} />
      {rows.length === 0 ? (
        <p class="muted">{emptyText(all, q, isArchive)}</p>
      ) : (
        <Rows all={all} rows={rows} sort={sort} archive={archive} view={view} />
      )}
    </>
  );
}

function Rows(props: {
  all: ProjectsAnswer;
  rows: readonly ProjectRow[];
  sort: SortName;
  archive: (row: ProjectRow) => void;
  view: View;
}) {
  const { all, rows, sort, archive, view } = props;
  const hrefOf = (name: string) => view.href({ q: undefined, sort: undefined, archived: undefined }, projectHref(name));
  const order = (name: SortName) => (name === sort ? (name === "name" ? "ascending" : "descending") : undefined);
  return (
    <table class="projects">
      <thead>
        <tr>
          <th scope="col" aria-sort={order("name")}>
            Project
          </th>
          <th scope="col" class="wide">
            {all.spark.unit === "day" ? "30 days" : "12 weeks"}
          </th>
          <th scope="col" aria-sort={order("last")} class="medium">
            Last active
          </th>
          <th scope="col" aria-sort={order("time")} class="number">
            Time
          </th>
          <th scope="col" class="medium">
            <span class="hidden">Archive</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name} class={row.is_archived ? "muted" : undefined}>
            <th scope="row">
              <a href={hrefOf(row.name)} class="project" title={row.name}>
                <svg class="swatch" aria-hidden="true">
                  <rect class={`s${row.colour}`} width="8" height="8" />
                </svg>
                <span class="cut">{row.name}</span>
              </a>
            </th>
            <td class="wide">
              <Spark values={row.spark} tone={`s${row.colour}`} />
            </td>
            <td class="medium">{ago(row.last_ms, all.now_ms)}</td>
            <td class="number">{row.total_ms === 0 ? <span class="muted">none</span> : timeText(row.total_ms)}</td>
            <td class="number medium">
              <button type="button" class="plain small" onClick={() => archive(row)}>
                {row.is_archived ? "Take back" : "Archive"}
                <span class="hidden"> {row.name}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function emptyText({ projects }: ProjectsAnswer, q: string, isArchive: boolean): string {
  if (projects.length === 0) return "No heartbeat has named a project yet.";
  if (q !== "") return "No project has this in its name.";
  return isArchive ? "Nothing is archived." : "All projects are archived.";
}
