/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { GoalAnswer, GoalsAnswer } from "../../src/http/dashboard/goals-answer.ts";
import { useAnswer } from "../answer.ts";
import { ask, type Problem } from "../api.ts";
import { changes } from "../live.ts";
import { GoalForm, type GoalWishBody } from "../parts/goals/form.tsx";
import { GoalRow } from "../parts/goals/row.tsx";
import { ProblemText } from "../parts/problem.tsx";

/** What one means to spend, or to stay below, and what came of it. */
export function Goals() {
  const { value, problem } = useAnswer<GoalsAnswer>("/-/goals");
  const [isNew, setNew] = useState(false);
  const make = async (wish: GoalWishBody): Promise<Problem | undefined> => {
    const reply = await ask<GoalAnswer>("POST", "/-/goals", wish);
    changes.value++;
    if ("problem" in reply) return reply.problem;
    setNew(false);
    return undefined;
  };
  const isEmpty = value?.goals.length === 0;
  return (
    <div class="overview">
      <h1 class="title">Goals</h1>
      <ProblemText problem={problem} />
      {value === undefined ? (
        problem === undefined && <div class="skeleton lead" />
      ) : (
        <>
          {isEmpty && !isNew && (
            <p class="muted">
              There is no goal yet. A goal asks for at least some time, or at most, each day, week or month: of all your
              work, or of some projects, languages or editors.
            </p>
          )}
          <ul class="goals">
            {value.goals.map((goal) => (
              <GoalRow key={goal.id} goal={goal} />
            ))}
          </ul>
          {isNew ? (
            <GoalForm title="New goal" send={make} cancel={() => setNew(false)} />
          ) : (
            <p class="actions">
              <button type="button" class={isEmpty ? "main" : ""} onClick={() => setNew(true)}>
                New goal
              </button>
            </p>
          )}
        </>
      )}
    </div>
  );
}
