/** @jsxImportSource preact */
import type { ProjectFilesAnswer } from "../../src/http/dashboard/projects-answer.ts";
import { useAnswer } from "../answer.ts";
import { Ranked } from "../charts/ranked.tsx";
import { ProblemText } from "./problem.tsx";

const SHOWN = 8;

/** The files of a project by time; asked for by itself, for it reads heartbeats. */
export function Files({ name, question }: { name: string; question: string }) {
  const { value, problem } = useAnswer<ProjectFilesAnswer>(`/-/project-files/${encodeURIComponent(name)}?${question}`);
  if (value === undefined)
    return (
      <section aria-label="Files">
        <h2>Files</h2>
        {problem === undefined ? <div class="skeleton files-list" /> : <ProblemText problem={problem} />}
      </section>
    );
  return <Ranked title="Files" items={distinct(value.files)} totalMs={value.total_ms} most={SHOWN} />;
}

/** Returns items by their path below the project; two files of one path, on two machines, are one. */
export function distinct(files: ProjectFilesAnswer["files"]): { name: string; ms: number }[] {
  const totals = new Map<string, number>();
  for (const { path, ms } of files) totals.set(path, (totals.get(path) ?? 0) + ms);
  return [...totals].map(([name, ms]) => ({ name, ms })).sort((a, b) => b.ms - a.ms || (a.name < b.name ? -1 : 1));
}
