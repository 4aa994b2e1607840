// The one event stream: a hint that something changed, after which the page asks again for what it shows.
import { signal } from "@preact/signals";

/** Grows whenever what is shown may be old. */
export const changes = signal(0);

/** Whether hints arrive; `off` while the server is away. */
export const liveness = signal<"live" | "off">("off");

/** Hints of one moment are one. */
const TOGETHER_MS = 300;
/** Without hints the page asks by itself. */
const POLL_MS = 30_000;
/** The sentence and the now-line move on without any heartbeat. */
const MINUTE_MS = 60_000;

/** The server's mark of what is shown, until it is followed from there. */
let shown: string | undefined;

/** Notes the mark of figures that came with the page: hints are followed from then on, not from when they connect. */
export function showsMark(mark: string): void {
  shown = mark;
}

/** Follows the server's hints until the returned function is called. Survives sleep and a restart of the server. */
export function follow(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let askedMs = Date.now();
  const refresh = () => {
    if (document.hidden || waiting !== undefined) return;
    waiting = setTimeout(() => {
      waiting = undefined;
      askedMs = Date.now();
      changes.value++;
    }, TOGETHER_MS);
  };
  let source: EventSource | undefined;
  let isFirst = true;
  // A browser has six connections to a server: pages nobody looks at must not keep them from the others.
  const join = () => {
    if (document.hidden || (source !== undefined && source.readyState !== EventSource.CLOSED)) return;
    source = new EventSource(shown === undefined ? "/-/events" : `/-/events?since=${encodeURIComponent(shown)}`);
    shown = undefined;
    source.addEventListener("changed", refresh);
    source.addEventListener("refused", refresh);
    source.onopen = () => {
      // Hints were missed while the connection was down.
      if (!isFirst) refresh();
      isFirst = false;
      liveness.value = "live";
    };
    source.onerror = () => {
      liveness.value = "off";
    };
  };
  const leave = () => {
    source?.close();
    source = undefined;
  };
  const onVisibility = () => {
    if (document.hidden) leave();
    else {
      join();
      refresh();
    }
  };
  join();
  const timer = setInterval(() => {
    // It connects again by itself after a break, but gives up on an answer that is none, as a proxy's.
    join();
    if (Date.now() - askedMs >= (liveness.value === "live" ? MINUTE_MS : POLL_MS)) refresh();
  }, POLL_MS / 2);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    leave();
    clearInterval(timer);
    clearTimeout(waiting);
    document.removeEventListener("visibilitychange", onVisibility);
    liveness.value = "off";
  };
}
