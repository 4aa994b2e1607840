// Every address that answers a question, asked of ten years of history.
import { ROUTES } from "../../src/http/app.ts";
import type { Route } from "../../src/http/call.ts";
import { history } from "../support/history.ts";
import type { Client } from "./client.ts";
import { atMost, median, milliseconds, quantile, type Row } from "./figures.ts";
import type { Running } from "./hearth.ts";
import type { Plan } from "./plan.ts";

/** What ten years may take at most, ms: from derived rows, and from heartbeats, which is work of another thread. */
const DERIVED_MS = 50;
const READ_MS = 1_500;

const WARM_UP = 2;
/** So many requests, or as many as fit into this time. */
const REQUESTS = 20;
const PATIENCE_MS = 3_000;

type Question = { readonly path: string; readonly boundMs: number };

/** Types of insights; the others are asked for alike. */
const INSIGHTS = ["weekdays", "days", "ai_days", "best_day", "daily_average", "languages", "stats"];

/** Asks each question until it is warm, then again and again; the bound is on the median. */
export async function endpoints(server: Running, key: string, client: Client, plan: Plan): Promise<Row[]> {
  const target = { url: server.url, key };
  const rows: Row[] = [];
  for (const { path, boundMs } of questions(plan)) {
    const [first = 0] = (await client.order("ask", { target, path, times: WARM_UP })).slice(-1);
    const times = Math.max(3, Math.min(REQUESTS, Math.floor(PATIENCE_MS / Math.max(1, first))));
    const latencies = await client.order("ask", { target, path, times });
    const detail = `p95 ${milliseconds(quantile(latencies, 0.95))}`;
    rows.push(atMost(decodeURIComponent(path), median(latencies), boundMs, "ms", detail));
  }
  return rows;
}

/** Returns a question for each route, of all time where a range can be asked for, and those that are read from heartbeats. */
function questions({ history: options }: Plan): Question[] {
  const first = history(options).next().value;
  const project = encodeURIComponent(first?.project ?? "");
  const entity = encodeURIComponent(first?.heartbeat.entity ?? "");
  const derived = ROUTES.filter(isAsked).flatMap((route) => addresses(route, project));
  const read = [
    "/api/v1/users/current/heartbeats/spans?range=all_time",
    "/api/v1/users/current/summaries?range=all_time",
    `/api/v1/users/current/summaries?range=last_12_months&project=${project}`,
    "/api/v1/users/current/stats?timeout=15",
    "/api/v1/users/current/stats?writes_only=true",
    `/api/v1/users/current/heartbeats/spans?range=all_time&project=${project}`,
    `/-/project-files/${project}`,
    "/-/rules",
    `/api/summary?project=${project}`,
    `/api/summary?entity=${entity}`,
    "/api/v1/users/current/heartbeats?date=today",
  ];
  return [
    ...derived.filter((path) => !read.includes(path)).map((path) => ({ path, boundMs: DERIVED_MS })),
    ...read.map((path) => ({ path, boundMs: READ_MS })),
  ];
}

/** Pages, redirects, pictures of nothing, and what is empty on this server are left out. */
function isAsked({ method, path }: Route): boolean {
  return (
    method === "GET" &&
    !/^\/-\/|^\/oauth|\/orgs|\/teams|^\/api\/(?:docs|hackatime|avatar|v1$)|^\/hackatime|^\/my\/wakatime_setup/.test(
      path,
    ) &&
    !/\/commits$|:id|:email|:slack_uid|:board|:goal$/.test(path)
  );
}

function addresses({ path, bases, parameters = [] }: Route, project: string): string[] {
  const query = new URLSearchParams();
  if (parameters.some(({ name }) => name === "range")) query.set("range", "all_time");
  if (parameters.some(({ name }) => name === "date")) query.set("date", "today");
  const search = query.size === 0 ? "" : `?${query}`;
  const filled = `${bases === "absolute" ? "" : "/api/v1"}${path}`
    .replace(":user", "current")
    .replace(":range", "all_time")
    .replace("*", /badge|shields/.test(path) ? "interval:all_time" : project);
  if (!filled.includes(":type")) return [filled + search];
  return INSIGHTS.map((type) => filled.replace(":type", type) + search);
}
