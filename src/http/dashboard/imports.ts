import { AppError } from "../../app/errors.ts";
import { importHistory } from "../../app/imports.ts";
import { MOST_UPLOAD_BYTES, type Upload, uploadTooLarge } from "../../app/uploads.ts";
import type { Route } from "../call.ts";
import type { ImportsAnswer, UploadAnswer } from "./imports-answer.ts";
import { viewer } from "./viewer.ts";

const PATH = "/-/imports";

/** `GET /-/imports`: uploads and how far they are, and every import before. */
export const imports: Route = {
  method: "GET",
  path: PATH,
  bases: "absolute",
  need: "none",
  summary: "our own pages: imports, and how far those under way are",
  answer(call): ImportsAnswer {
    const { context, uploads } = call.services;
    const user = viewer(call);
    return {
      limit_bytes: MOST_UPLOAD_BYTES,
      uploads: uploads.of(user).map(view),
      history: importHistory(context, user).map(({ id, file, startedAt, finishedAt }) => ({
        id,
        file,
        started_ms: startedAt * 1000,
        finished_ms: finishedAt === null ? null : finishedAt * 1000,
      })),
    };
  },
};

/**
 * `POST /-/imports?file=NAME`: the body is a history as `hearth import` reads it, plain or packed with gzip, up to 4 GB.
 * Answers 202 once all of it is here; `GET /-/imports` tells how the import goes.
 */
export const importIn: Route = {
  method: "POST",
  path: PATH,
  bases: "absolute",
  need: "none",
  summary: "our own pages: uploads a history and begins to import it",
  async answer(call) {
    const { request, services, query } = call;
    const user = viewer(call);
    if (Number(request.headers.get("content-length")) > MOST_UPLOAD_BYTES) throw uploadTooLarge();
    if (request.body === null) throw new AppError("malformed", "The body must be the file");
    const upload = await services.uploads.begin(user, query["file"] ?? "", request.body);
    return Response.json(view(upload), { status: 202 });
  },
};

function view({ id, file, startedMs, state, progress, report, fault }: Upload): UploadAnswer {
  const { read, added, known } = report ?? progress ?? { read: 0, added: 0, known: 0 };
  const share = progress === undefined || progress.sizeBytes === 0 ? 0 : progress.readBytes / progress.sizeBytes;
  return {
    id,
    file,
    started_ms: startedMs,
    state,
    progress: report === undefined ? share : 1,
    read,
    added,
    known,
    refused: report?.refused ?? [],
    broken: report?.broken ?? null,
    fault: fault ?? null,
    seconds: report?.seconds ?? null,
  };
}
