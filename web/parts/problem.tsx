/** @jsxImportSource preact */
import type { Problem } from "../api.ts";

/** What is wrong, for a whole page or a part of it. */
export function ProblemText({ problem }: { problem: Problem | undefined }) {
  if (problem === undefined) return null;
  return (
    <p class="problem large" role="alert">
      {problem.message}
    </p>
  );
}
