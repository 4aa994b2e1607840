import type { Summary } from "../../app/summary.ts";
import { zoneOf } from "../../app/users.ts";
import { dayAt } from "../../domain/calendar.ts";
import type { Dimension } from "../../domain/dimension.ts";
import { EXPOSITION_TYPE, exposition, type Metric } from "../../domain/exposition.ts";
import { secondsOf } from "../../domain/format.ts";
import { asker, type Route } from "../call.ts";
import { rangeOf } from "../query.ts";
import { answering } from "../reading.ts";

const BY_NAME: readonly Dimension[] = ["project", "language", "editor", "operating_system", "machine", "category"];

/**
 * `GET /api/metrics`: the asker's time for Prometheus: all time, and today's in all and by name.
 *
 * **Source:** wakapi.md §4, for the names and that all are gauges; clients.md B3 (Grafana dashboard 12790).
 * **Ours:** `wakatime_label_seconds_total` is announced and has no samples: there are no labels here.
 */
export const metrics: Route = {
  method: "GET",
  path: "/api/metrics",
  bases: "absolute",
  need: "read",
  summary: "your time so far and today, by project, language and so on, for Prometheus",
  answer(call) {
    const { user } = asker(call);
    const { context } = call.services;
    const ever = rangeOf({ ...call, query: {} }, user, "all_time");
    const today = dayAt(context.now(), zoneOf(context, user));
    return answering({ ...call, query: {} }, user, ever, (reader) => {
      const text = exposition(metricsOf(reader.summary(ever), reader.summary(today)));
      return new Response(text, { headers: { "Content-Type": EXPOSITION_TYPE } });
    });
  },
};

function metricsOf(ever: Summary, today: Summary): Metric[] {
  const gauge = (name: string, help: string, samples: Metric["samples"]): Metric => ({
    name: `wakatime_${name}`,
    help,
    type: "gauge",
    samples,
  });
  return [
    gauge("cumulative_seconds_total", "Seconds of all time.", [{ value: secondsOf(ever.totalMs) }]),
    gauge("seconds_total", "Seconds today.", [{ value: secondsOf(today.totalMs) }]),
    gauge("heartbeats_total", "Heartbeats of all time.", [{ value: ever.heartbeats }]),
    ...BY_NAME.map((dimension) =>
      gauge(
        `${dimension}_seconds_total`,
        `Seconds today by ${dimension.replace("_", " ")}.`,
        today.items(dimension).map(({ name, ms }) => ({ labels: { name }, value: secondsOf(ms) })),
      ),
    ),
    gauge("label_seconds_total", "Seconds today by label.", []),
  ];
}
