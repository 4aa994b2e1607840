import type { GaugeConfiguration } from "prom-client";
import { leadersOf } from "../../app/leaders.ts";
import { serverStats } from "../../app/server-stats.ts";
import { storageFacts } from "../../app/storage.ts";
import type { Summary } from "../../app/summary.ts";
import { type User, zoneOf } from "../../app/users.ts";
import { dayAt } from "../../domain/calendar.ts";
import type { Dimension } from "../../domain/dimension.ts";
import { secondsOf } from "../../domain/format.ts";
import { asker, type Call, type Route } from "../call.ts";
import { rangeOf } from "../query.ts";
import { answering } from "../reading.ts";

const BY_NAME: readonly Dimension[] = ["project", "language", "editor", "operating_system", "machine", "category"];

const EVER = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

/** A gauge of Prometheus: one value, or one per name; without a sample it is announced all the same. */
type Gauge = {
  /** without `wakatime_` */
  readonly name: string;
  /** one line for people */
  readonly help: string;
  readonly value: number | readonly { readonly name: string; readonly value: number }[];
};

/**
 * `GET /api/metrics`: the asker's time for Prometheus: all time, and today's in all and by name; their rank of the last
 * seven days; what the program holds on disk and in memory. For an admin also the totals of everybody.
 *
 * **Source:** wakapi.md §4, for the names and that all are gauges; clients.md B3 (Grafana dashboard 12790).
 * **Ours:** `wakatime_label_seconds_total` is announced and has no samples: there are no labels here. Nor is there
 * anything to say of goroutines, their collector's pauses, or queues; and no figures by user, which are theirs alone.
 */
export const metrics: Route = {
  method: "GET",
  path: "/api/metrics",
  bases: "absolute",
  need: "read",
  summary: "your time so far and today, by project, language and so on, for Prometheus",
  async answer(call) {
    const { user } = asker(call);
    // Whatever the scraper's address says, the figures are what their names say.
    const plain: Call = { ...call, query: {} };
    const ever = rangeOf(plain, user, "all_time");
    const today = dayAt(call.services.context.now(), zoneOf(call.services.context, user));
    const time = await answering(plain, user, ever, (reader) =>
      timeGauges(reader.summary(ever), reader.summary(today)),
    );
    return exposition([
      ...time,
      ...rankGauges(plain, user),
      ...programGauges(plain, user),
      ...adminGauges(plain, user),
    ]);
  },
};

/** Returns gauges as Prometheus reads them. The library is loaded by the first scrape: most servers never see one. */
async function exposition(gauges: readonly Gauge[]): Promise<Response> {
  const { Gauge, Registry } = await import("prom-client");
  const registry = new Registry();
  for (const { name, help, value } of gauges) {
    const told: GaugeConfiguration<"name"> = { name: `wakatime_${name}`, help, registers: [registry] };
    if (typeof value === "number") new Gauge(told).set(value);
    else {
      const named = new Gauge({ ...told, labelNames: ["name"] as const });
      for (const sample of value) named.set({ name: sample.name }, sample.value);
    }
  }
  return new Response(await registry.metrics(), { headers: { "Content-Type": registry.contentType } });
}

function timeGauges(ever: Summary, today: Summary): Gauge[] {
  return [
    { name: "cumulative_seconds_total", help: "Seconds of all time.", value: secondsOf(ever.totalMs) },
    { name: "seconds_total", help: "Seconds today.", value: secondsOf(today.totalMs) },
    { name: "heartbeats_total", help: "Heartbeats of all time.", value: ever.heartbeats },
    ...BY_NAME.map((dimension) => ({
      name: `${dimension}_seconds_total`,
      help: `Seconds today by ${dimension.replace("_", " ")}.`,
      value: today.items(dimension).map(({ name, ms }) => ({ name, value: secondsOf(ms) })),
    })),
    { name: "label_seconds_total", help: "Seconds today by label.", value: [] },
  ];
}

/** Returns the asker's place on the board of the last seven days; nothing for somebody who is not on it. */
function rankGauges(call: Call, user: User): Gauge[] {
  const { context, histories } = call.services;
  const leaders = leadersOf(context, histories, user, rangeOf(call, user, "last_7_days"), {});
  const own = leaders.find((leader) => leader.user.id === user.id);
  const help = "Place among you and public users by the time of the last 7 days.";
  return own === undefined ? [] : [{ name: "rank", help, value: own.rank }];
}

function programGauges({ services: { context, histories } }: Call, user: User): Gauge[] {
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  const { sizeBytes } = storageFacts(context, histories, user);
  return [
    { name: "mem_alloc", help: "Bytes of live objects.", value: heapUsed },
    { name: "mem_sys", help: "Bytes of memory the program holds.", value: rss },
    { name: "mem_heap_sys", help: "Bytes of the heap.", value: heapTotal },
    { name: "mem_heap_inuse", help: "Bytes of the heap in use.", value: heapUsed },
    { name: "db_total_bytes", help: "Bytes of the database and its log.", value: sizeBytes },
  ];
}

function adminGauges({ services: { context, histories } }: Call, user: User): Gauge[] {
  if (!user.isAdmin) return [];
  const all = serverStats(context, histories, user, EVER);
  return [
    { name: "admin_seconds_total", help: "Seconds of all time of all users.", value: secondsOf(all.totalMs) },
    { name: "admin_heartbeats_total", help: "Heartbeats of all time of all users.", value: all.heartbeats },
    { name: "admin_users_total", help: "Users.", value: all.users },
  ];
}
