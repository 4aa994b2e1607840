// The first minute of a server's life, lived by a fresh executable so that the bundler learns what is used of it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn, spawnSync } from "bun";

/** What a person's programs and pages ask for first. */
const ASKED = [
  "/api/v1/users/current/statusbar/today",
  "/api/v1/users/my/stats",
  "/api/v1/users/my/stats?filter_by_project=hearth",
  "/api/v1/users/current/summaries?range=last_7_days",
  "/api/v1/users/current/projects",
  "/",
  "/-/overview",
  "/-/columns",
] as const;

const DAY_SECONDS = 86_400;

/**
 * Runs an executable that was built with bytecode the way people do: a key, a server, heartbeats, the first questions.
 * Leaves in the file `order` which of its functions were used, for `bun build --bytecode-order`.
 * @throws Error when it does not answer, because then it must not be shipped.
 */
export async function recordFirstDay(executable: string, order: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "hearth-first-day-"));
  // The builder's own settings of a server have no say here.
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("HEARTH_")));
  const rest = ["--data-dir", data];
  try {
    const made = spawnSync([executable, "key", "create", "first", ...rest], { env: environment, stderr: "inherit" });
    if (made.exitCode !== 0) throw new Error(`the executable made no key: it ended with ${made.exitCode}`);
    const key = made.stdout.toString().trim();
    const server = spawn([executable, "serve", "--port", "0", ...rest], {
      env: { ...environment, BUN_BYTECODE_ORDER_OUT: order },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "pipe",
    });
    try {
      // Its first words come when it listens; what it says later is not waited for.
      const { done } = await server.stderr.getReader().read();
      if (done) throw new Error(`the executable did not serve: it ended with ${await server.exited}`);
      const { url } = JSON.parse(readFileSync(join(data, "server.json"), "utf8")) as { url: string };
      await send(`${url}/api/v1/users/current/heartbeats.bulk`, key, heartbeats(Date.now() / 1000));
      for (const path of ASKED) await send(url + path, path.startsWith("/api/") ? key : undefined);
    } finally {
      server.kill("SIGTERM");
      await server.exited;
    }
    if (server.exitCode !== 0) throw new Error(`the executable ended with ${server.exitCode}`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

async function send(url: string, key: string | undefined, body?: object): Promise<void> {
  const answer = await fetch(url, {
    headers: key === undefined ? {} : { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`the executable answered ${url} with ${answer.status}`);
}

/** Some minutes of an editor, today and the day before. */
function heartbeats(nowSeconds: number): object[] {
  return Array.from({ length: 40 }, (_, i) => ({
    entity: `/home/ada/hearth/src/file-${i % 3}.ts`,
    type: "file",
    category: "coding",
    project: "hearth",
    branch: "main",
    language: "TypeScript",
    lines: 100,
    lineno: i,
    is_write: i % 4 === 0,
    dependencies: ["elysia", "preact"],
    line_additions: i % 2,
    ai_line_changes: i % 5,
    user_agent: "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
    time: nowSeconds - (i % 2) * DAY_SECONDS - 60 * (40 - i),
  }));
}
