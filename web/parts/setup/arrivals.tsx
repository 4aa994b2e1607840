/** @jsxImportSource preact */
import type { RefusalReason, SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { clockText, counted, momentText, timeText } from "../../format.ts";
import { Step } from "./step.tsx";

/** What to do about each kind of refusal. */
const ADVICE: Readonly<Record<RefusalReason, string>> = {
  no_key: "A program asked without a key: put api_key into its ~/.wakatime.cfg.",
  bad_key: "A program sent a key that is not known here: make a new one above and put it into its ~/.wakatime.cfg.",
  wrong_scope: "A program sent with a key that only reads: give it one that writes.",
  wrong_path: "A program asked at an address that is none of ours: look at api_url in its ~/.wakatime.cfg.",
  wrong_host: "A program asked under a name this server does not expect: start it with --allow-host NAME.",
  unreadable: "A program sent something that is no heartbeat.",
  too_large: "A program sent more at once than is taken.",
  clock_off: "A heartbeat lies more than a day in the future: look at the clock of that machine.",
  bad_heartbeat: "A heartbeat could not be read.",
  too_many: "Too many wrong keys came from one address; it has to wait a minute.",
  storage: "The disk is full or cannot be written: free some space, and the program sends again by itself.",
};

/** Age at which a refusal is no longer why nothing arrives, and, once heartbeats come, of no interest. */
const OLD_MS = 24 * 3_600_000;
const SETTLED_MS = 3_600_000;
/** A clock that is ahead by less may be slow mail. */
const AHEAD_MS = 60_000;

/** Whether heartbeats come, and why they do not. */
export function ArrivalStep({ setup }: { setup: SetupAnswer }) {
  const { heartbeats, newest, zone, now_ms: nowMs } = setup;
  const state = heartbeats > 1 ? "done" : setup.keys.count > 0 ? "now" : "later";
  return (
    <Step title="The first heartbeats" state={state}>
      {newest === null ? (
        <p class="muted">Nothing has arrived yet. Open a file in your editor, write something, and save it.</p>
      ) : (
        <p>
          {heartbeats === 1
            ? "Received; time counts from the second heartbeat. Keep typing."
            : `${counted(heartbeats, "heartbeat")}, ${timeText(setup.total_ms)} so far.`}{" "}
          <span class="muted">
            The newest: {momentText(newest.time_ms, zone.used)}
            {[newest.project, newest.editor, newest.machine]
              .filter((name) => name !== null)
              .map((name) => `, ${name}`)
              .join("")}
            .
          </span>
        </p>
      )}
      {setup.clock_ahead_ms > AHEAD_MS && (
        <p class="ember">
          The newest heartbeat lies {timeText(setup.clock_ahead_ms)} ahead of the clock here: one of the two clocks is
          off.
        </p>
      )}
      <Refusals setup={setup} nowMs={nowMs} />
    </Step>
  );
}

function Refusals({ setup, nowMs }: { setup: SetupAnswer; nowMs: number }) {
  const oldMs = setup.heartbeats > 1 ? SETTLED_MS : OLD_MS;
  const recent = setup.refusals.filter(({ at_ms: at }) => nowMs - at < oldMs);
  if (recent.length === 0) return null;
  return (
    <ul class="refusals">
      {recent.map(({ reason, at_ms: at, path, message, count }) => (
        <li key={reason}>
          <p>{ADVICE[reason]}</p>
          <p class="small muted">
            {clockText(at, setup.zone.used, true)}, <code>{path}</code>, {count === 1 ? "once" : `${count} times`}:{" "}
            {message}
          </p>
        </li>
      ))}
    </ul>
  );
}
