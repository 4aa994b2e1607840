import { rmSync } from "node:fs";
import { type HistoryOptions, history, type Sent } from "./history.ts";

/** Bytes gathered before a write. */
const CHUNK = 1 << 20;

/**
 * Writes a history as a WakaTime dump of kind "heartbeats" and resolves to its size in bytes. Like the real ones it
 * names programs and machines by id alone, writes categories with capitals, and has an entry for every day, empty or
 * not; sentinels are resolved. Days are UTC days.
 * **Source:** wakatime-api.md §6.1.
 */
export async function writeDump(path: string, options: HistoryOptions): Promise<number> {
  // A sink writes over the start of a file that is there.
  rmSync(path, { force: true });
  const sink = Bun.file(path).writer();
  let bytes = 0;
  let text = "";
  const flush = async () => {
    bytes += await sink.write(text);
    text = "";
    await sink.flush();
  };
  const userId = uuidOf("user");
  const startS = Math.floor(options.endMs / 1000 - options.years * 365.25 * 86_400);
  const range = { start: startS, end: Math.floor(options.endMs / 1000) };
  text = `{"user":${JSON.stringify({ id: userId, username: "ada", timezone: "UTC" })},"range":${JSON.stringify(range)},"days":[`;
  let day: number | undefined;
  let separator = "";
  let number = 0;
  for (const sent of history(options)) {
    const date = Math.floor(sent.timeUs / 86_400_000_000);
    for (; day === undefined || day < date; separator = "") {
      text += day === undefined ? "" : "]},\n";
      day = day === undefined ? date : day + 1;
      text += `{"date":"${new Date(day * 86_400_000).toISOString().slice(0, 10)}","heartbeats":[`;
    }
    text += separator + JSON.stringify(dumped(sent, userId, ++number));
    separator = ",";
    if (text.length > CHUNK) await flush();
  }
  text += day === undefined ? "]}\n" : "]}]}\n";
  await flush();
  await sink.end();
  return bytes;
}

function dumped({ heartbeat, timeUs, machine, userAgent, project }: Sent, userId: string, number: number): object {
  const isBrowser = heartbeat.plugin !== undefined;
  return {
    ai_cached_input_tokens: heartbeat.ai_cached_input_tokens ?? 0,
    ai_input_tokens: heartbeat.ai_input_tokens ?? 0,
    ai_line_changes: heartbeat.ai_line_changes ?? null,
    ai_output_tokens: heartbeat.ai_output_tokens ?? 0,
    ai_prompt_length: heartbeat.ai_prompt_length ?? 0,
    ai_session: heartbeat.ai_session ?? null,
    ai_subscription_plan: heartbeat.ai_subscription_plan ?? null,
    branch: isBrowser ? null : (heartbeat.branch ?? null),
    category: (heartbeat.category ?? "coding").replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
    created_at: `${new Date(Math.floor(timeUs / 1000)).toISOString().slice(0, 19)}Z`,
    cursorpos: heartbeat.cursorpos ?? null,
    dependencies: heartbeat.dependencies ?? [],
    entity: heartbeat.entity,
    human_line_changes: heartbeat.human_line_changes ?? null,
    id: `${number.toString(16).padStart(8, "0")}-7a1d-4b0c-8f38-${userId.slice(24)}`,
    is_write: heartbeat.is_write ?? false,
    language: isBrowser ? null : (heartbeat.language ?? null),
    lineno: heartbeat.lineno ?? null,
    lines: heartbeat.lines ?? null,
    machine_name_id: isBrowser ? null : uuidOf(machine.name),
    project,
    project_root_count: heartbeat.project_root_count ?? null,
    time: timeUs / 1e6,
    type: heartbeat.type,
    user_agent_id: uuidOf(userAgent),
    user_id: userId,
  };
}

const made = new Map<string, string>();

/** Returns a UUID that is always the same for a text. */
function uuidOf(text: string): string {
  let uuid = made.get(text);
  if (uuid === undefined) {
    const hex = new Bun.CryptoHasher("sha256").update(text).digest("hex");
    uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    made.set(text, uuid);
  }
  return uuid;
}
