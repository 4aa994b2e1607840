/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import type { GoalAnswer } from "../../../src/http/dashboard/goals-answer.ts";
import { ask, type Problem } from "../../api.ts";
import { type Mark, Marks } from "../../charts/marks.tsx";
import { percent } from "../../charts/scale.ts";
import { counted, dateText, monthText, timeText } from "../../format.ts";
import { changes } from "../../live.ts";
import { GoalForm, type GoalWishBody } from "./form.tsx";

const PER = { day: "today", week: "this week", month: "this month" } as const;
const STATUS = { success: "reached", fail: "missed", pending: "under way", ignored: "does not count" } as const;
const STRIP = 28;

/** A goal: how it stands, what came of it before, and what one may do with it. */
export function GoalRow({ goal }: { goal: GoalAnswer }) {
  const [isChanging, setChanging] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const change = async (wish: GoalWishBody): Promise<Problem | undefined> => {
    const reply = await ask<GoalAnswer>("PATCH", `/-/goals/${goal.id}`, wish);
    changes.value++;
    if ("problem" in reply) return reply.problem;
    setChanging(false);
    return undefined;
  };
  const act = async (work: Promise<Problem | undefined>) => setProblem(await work);
  const remove = async () => {
    const reply = await ask("DELETE", `/-/goals/${goal.id}`);
    changes.value++;
    return "problem" in reply ? reply.problem : undefined;
  };
  return (
    <li class={goal.is_enabled ? undefined : "muted"} aria-label={goal.title}>
      <div class="goal-head">
        <h2>{goal.title}</h2>
        <span class="small muted">{scopeText(goal)}</span>
      </div>
      <Progress goal={goal} />
      <History goal={goal} />
      {isChanging ? (
        <GoalForm title={`Change ${goal.title}`} goal={goal} send={change} cancel={() => setChanging(false)} />
      ) : (
        <p class="actions">
          <button type="button" class="plain" onClick={() => setChanging(true)}>
            Change<span class="hidden"> {goal.title}</span>
          </button>
          <button type="button" class="plain" onClick={() => act(change({ is_enabled: !goal.is_enabled }))}>
            {goal.is_enabled ? "Pause" : "Go on"}
            <span class="hidden"> {goal.title}</span>
          </button>
          {isAsked ? (
            <>
              <button type="button" onClick={() => act(remove())}>
                Delete for good
              </button>
              <button type="button" class="plain" onClick={() => setAsked(false)}>
                Keep
              </button>
            </>
          ) : (
            <button type="button" class="plain" onClick={() => setAsked(true)}>
              Delete<span class="hidden"> {goal.title}</span>
            </button>
          )}
        </p>
      )}
      {problem !== undefined && (
        <p class="ember" role="alert">
          {problem.message}
        </p>
      )}
    </li>
  );
}

function Progress({ goal }: { goal: GoalAnswer }) {
  const { actual_ms: actual, target_ms: target, is_inverse: isInverse } = goal;
  const text = `${PER[goal.delta]} ${timeText(actual)} of ${isInverse ? "at most " : ""}${timeText(target)}`;
  const left = target - actual;
  const rest = restText(goal, left);
  return (
    <>
      <p>{goal.is_enabled ? `${text}: ${rest}` : `paused · ${text}`}</p>
      <svg class="progress" role="img" aria-label={text}>
        <rect class="base" width="100%" height="8" />
        <rect class={isInverse && left < 0 ? "s6" : "heat"} width={percent(Math.min(1, actual / target))} height="8" />
      </svg>
    </>
  );
}

function restText({ is_inverse: isInverse, status }: GoalAnswer, left: number): string {
  if (status === "ignored") return "does not count today";
  if (isInverse) return left < 0 ? `${timeText(-left)} over` : `${timeText(left)} left`;
  return left > 0 ? `${timeText(left)} to go` : "reached";
}

/** What came of each period: a bar against the target, in the colour of its outcome. */
function History({ goal }: { goal: GoalAnswer }) {
  const { periods, target_ms: target, hits, misses, streak } = goal;
  const top = Math.max(target, ...periods.map(({ actual_ms: ms }) => ms));
  const marks = periods.map((period, i): Mark => {
    const height = Math.max(2, (period.actual_ms / top) * STRIP);
    return {
      x: i / periods.length,
      y: STRIP - height,
      width: 1 / periods.length,
      height,
      tone: `goal-${period.status}`,
      text: () => `${periodText(period, goal.delta)}: ${timeText(period.actual_ms)}, ${STATUS[period.status]}`,
    };
  });
  const counts = [`${hits} reached`, `${misses} missed`, streak > 1 ? `${streak} in a row` : ""];
  return (
    <Marks
      marks={marks}
      height={STRIP}
      label={`${goal.title}: ${counted(periods.length, goal.delta)}`}
      hint={counts.filter((text) => text !== "").join(" · ")}
    >
      <line class="rule" x1="0" x2="100%" y1={STRIP - (target / top) * STRIP} y2={STRIP - (target / top) * STRIP} />
    </Marks>
  );
}

function periodText({ start_date: start }: GoalAnswer["periods"][number], delta: GoalAnswer["delta"]): string {
  if (delta === "month") return monthText(start);
  return delta === "week" ? `Week of ${dateText(start)}` : dateText(start);
}

function scopeText({ languages, projects, editors, ignore_days: days, custom_title: custom }: GoalAnswer): string {
  // Without a title of its own a goal's name says it all but the days off.
  const names = custom === null ? [] : [...projects, ...languages, ...editors];
  return [names.join(", "), days.length > 0 ? `not on ${days.map(capital).join(", ")}` : ""]
    .filter((text) => text !== "")
    .join(" · ");
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
