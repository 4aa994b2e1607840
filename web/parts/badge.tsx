/** @jsxImportSource preact */
import type { ProjectAnswer } from "../../src/http/dashboard/projects-answer.ts";
import { Snippet } from "./copy.tsx";

/** A badge with a project's time, for a page about it. */
export function BadgeSnippet({ project }: { project: ProjectAnswer }) {
  const { badge, name } = project;
  return (
    <section aria-label="Badge">
      <h2>Badge</h2>
      {badge.is_public ? (
        <>
          <p>
            <img src={badge.svg} alt={`Time spent on ${name}`} height="20" />
          </p>
          <Snippet text={`![time spent](${location.origin}${badge.svg})`} label="Copy Markdown" />
        </>
      ) : (
        <p class="muted">
          A badge shows the time of a project to everybody, so it answers only while your statistics are public:{" "}
          <a href="/settings">Settings</a>.
        </p>
      )}
    </section>
  );
}
