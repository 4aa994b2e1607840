/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import type { ImportsAnswer, UploadAnswer } from "../../../src/http/dashboard/imports-answer.ts";
import type { SetupAnswer } from "../../../src/http/dashboard/setup-answer.ts";
import { useAnswer } from "../../answer.ts";
import { ask, type Problem } from "../../api.ts";
import { percent } from "../../charts/scale.ts";
import { bytesText, count, counted, shareText } from "../../format.ts";
import { changes } from "../../live.ts";
import { Step } from "./step.tsx";

const LOOK_MS = 500;

/** Takes in a history of before: a dump is sent, and what becomes of it is told. */
export function HistoryStep({ setup }: { setup: SetupAnswer }) {
  const { value } = useAnswer<ImportsAnswer>("/-/imports");
  const [problem, setProblem] = useState<Problem>();
  const [isSending, setSending] = useState(false);
  const upload = value?.uploads[0];
  const isBusy = upload?.state === "uploading" || upload?.state === "importing";
  useEffect(() => {
    if (!isBusy && !isSending) return;
    const timer = setInterval(() => changes.value++, LOOK_MS);
    return () => clearInterval(timer);
  }, [isBusy, isSending]);
  const send = async (file: File | undefined) => {
    if (file === undefined) return;
    setProblem(undefined);
    if (value !== undefined && file.size > value.limit_bytes) {
      const message = `The file is larger than ${bytesText(value.limit_bytes)}.`;
      setProblem({ status: 413, type: "TooLarge", message });
      return;
    }
    setSending(true);
    const reply = await ask<UploadAnswer>("POST", `/-/imports?file=${encodeURIComponent(file.name)}`, file);
    setSending(false);
    if ("problem" in reply) setProblem(reply.problem);
    changes.value++;
  };
  return (
    <Step title="Your history" state={setup.imports > 0 ? "done" : "later"}>
      <p class="muted">
        A heartbeats dump of WakaTime, an export of Hackatime, or one of Hearth, plain or packed with gzip. Nothing is
        taken twice, so a file may overlap what is here.
      </p>
      <p class="actions">
        <label class="button file">
          <input
            type="file"
            class="hidden"
            accept=".json,.gz,application/json,application/gzip"
            disabled={isBusy || isSending}
            onChange={(event) => {
              const input = event.currentTarget;
              void send(input.files?.[0]).then(() => {
                input.value = "";
              });
            }}
          />
          Choose a file
        </label>
      </p>
      {problem !== undefined && (
        <p class="ember" role="alert">
          {problem.message}
        </p>
      )}
      {upload !== undefined && <UploadText upload={upload} />}
    </Step>
  );
}

function UploadText({ upload }: { upload: UploadAnswer }) {
  const { file, state, progress, read, added, known, refused, broken, fault, seconds } = upload;
  const isOver = state === "done" || state === "failed";
  const refusedCount = refused.reduce((sum, one) => sum + one.count, 0);
  return (
    <div role="status" class="upload">
      <p>
        <strong>{file}</strong>{" "}
        {state === "uploading"
          ? "is on its way"
          : state === "importing"
            ? `${shareText(progress, 1)}: ${count(read)} read, ${count(added)} new`
            : state === "done"
              ? `${counted(read, "heartbeat")} read${seconds === null ? "" : ` in ${seconds.toFixed(1)} s`}`
              : (fault ?? "holds nothing that can be stored")}
      </p>
      {!isOver && (
        <svg class="upload-bar" role="img" aria-label={shareText(progress, 1)}>
          <rect class="base" width="100%" height="8" />
          <rect class="heat" width={percent(progress)} height="8" />
        </svg>
      )}
      {isOver && read > 0 && (
        <ul class="small muted">
          <li>{count(added)} new</li>
          <li>{count(known)} known already</li>
          {refusedCount > 0 && (
            <li>
              {count(refusedCount)} refused:{" "}
              {refused.map(({ reason, count: n }) => `${reason} (${count(n)})`).join("; ")}
            </li>
          )}
          {broken !== null && <li>The file breaks off: {broken.reason}. What stands before that is here.</li>}
        </ul>
      )}
    </div>
  );
}
