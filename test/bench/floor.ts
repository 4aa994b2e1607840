// The floor: a bare Bun server that parses heartbeats and inserts them into one table, as durably as hearth.
// Run as a program: takes the path of its database, prints its address.
import { Database } from "bun:sqlite";

const TEXTS = ["entity", "type", "category", "project", "branch", "language", "user_agent", "plugin"] as const;
const NUMBERS = [
  "project_root_count",
  "lines",
  "lineno",
  "cursorpos",
  "line_additions",
  "line_deletions",
  "ai_line_changes",
  "human_line_changes",
  "ai_input_tokens",
  "ai_cached_input_tokens",
  "ai_output_tokens",
  "ai_prompt_length",
] as const;
const LATER_TEXTS = ["ai_session", "ai_subscription_plan"] as const;

type Sent = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

const database = new Database(process.argv[2] ?? ":memory:", { create: true, strict: true });
database.run("PRAGMA journal_mode = WAL");
database.run("PRAGMA synchronous = FULL");
const columns = [
  "id INTEGER PRIMARY KEY",
  "time REAL NOT NULL",
  ...TEXTS.map((name) => `${name} TEXT`),
  "dependencies TEXT",
  "is_write INTEGER",
  ...NUMBERS.map((name) => `${name} INTEGER`),
  ...LATER_TEXTS.map((name) => `${name} TEXT`),
  "machine TEXT",
];
database.run(`CREATE TABLE IF NOT EXISTS heartbeats (${columns.join(", ")}) STRICT`);
const insert = database.prepare<null, (string | number | null)[]>(
  `INSERT INTO heartbeats VALUES (NULL${", ?".repeat(columns.length - 1)})`,
);

function values(sent: Sent, machine: string | null): (string | number | null)[] {
  const value = (name: string) => (sent[name] ?? null) as string | number | null;
  return [
    Number(sent["time"]),
    ...TEXTS.map(value),
    sent["dependencies"] === undefined ? null : JSON.stringify(sent["dependencies"]),
    sent["is_write"] === undefined ? null : Number(sent["is_write"]),
    ...NUMBERS.map(value),
    ...LATER_TEXTS.map(value),
    machine,
  ];
}

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  development: false,
  async fetch(request) {
    if (request.method !== "POST") return Response.json({});
    const body = (await request.json()) as Sent | readonly Sent[];
    const machine = request.headers.get("x-machine-name");
    const responses: [object, number][] = [];
    database.run("BEGIN IMMEDIATE");
    for (const sent of Array.isArray(body) ? body : [body]) {
      const { lastInsertRowid } = insert.run(...values(sent, machine));
      responses.push([{ data: { id: String(lastInsertRowid) } }, 201]);
    }
    database.run("COMMIT");
    return Response.json({ responses }, { status: 201 });
  },
});
console.log(server.url.href.replace(/\/$/, ""));
