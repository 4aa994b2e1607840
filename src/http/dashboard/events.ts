import { type Hint, markOf } from "../../app/changes.ts";
import { AppError } from "../../app/errors.ts";
import type { Call, Route } from "../call.ts";
import { viewer } from "./viewer.ts";

/** How long a browser waits before it connects again, ms. */
const RETRY_MS = 2_000;
const HEADERS = {
  "Content-Type": "text/event-stream; charset=utf-8",
  "Cache-Control": "no-store",
  "X-Accel-Buffering": "no",
};

/**
 * `GET /-/events`: server-sent events until the browser goes: `changed` `{"dates":["2026-11-21"]}` (null = any),
 * `refused` when a program was turned away, `ping` every 25 s. Hints only: what is shown is asked for again. Ends when
 * its key is revoked, and with the first hint after a sign-out. With `since`, the mark that figures came with, the first
 * hint comes at once when they are old.
 */
export const events: Route = {
  method: "GET",
  path: "/-/events",
  bases: "absolute",
  need: "none",
  summary: "our own pages: a stream of hints that something changed",
  answer(call) {
    const user = viewer(call);
    // The framework would read a stream that never ends for its length.
    if (call.request.method === "HEAD") return new Response(null, { headers: HEADERS });
    const encoder = new TextEncoder();
    let leave = () => {};
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${RETRY_MS}\nevent: ping\ndata: {}\n\n`));
        const hear = (hint: Hint) => {
          if (hint.kind !== "end" && mayStillSee(call)) controller.enqueue(encoder.encode(text(hint)));
          else {
            leave();
            controller.close();
          }
        };
        leave = call.services.changes.follow(user.id, hear, () => call.access?.isKept() ?? true);
        const { since } = call.query;
        if (since !== undefined && since !== markOf(call.services.context, user.id))
          hear({ kind: "changed", dates: null });
      },
      cancel: () => leave(),
    });
    return new Response(stream, { headers: HEADERS });
  },
};

/** Whether who opened a stream would be let in again: they may have signed out since, or a password was set. */
function mayStillSee(call: Call): boolean {
  try {
    viewer(call);
    return true;
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return false;
  }
}

function text(hint: Exclude<Hint, { readonly kind: "end" }>): string {
  const data = hint.kind === "changed" ? { dates: hint.dates } : {};
  return `event: ${hint.kind}\ndata: ${JSON.stringify(data)}\n\n`;
}
