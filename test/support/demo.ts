// The executable's own demo: two years of an invented person's history, for tests of the pages.
import { spawn } from "bun";
import { BINARY } from "./binary.ts";

export type Demo = AsyncDisposable & { readonly base: string };

/** Starts a demo in which nobody is at work, and returns it once it listens. */
export async function openDemo(args: readonly string[] = []): Promise<Demo> {
  const child = spawn([BINARY, "demo", "--still", "--port", "0", ...args], {
    cwd: "/",
    env: { PATH: process.env["PATH"], HOME: "/nonexistent" },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  let written = "";
  const listening = Promise.withResolvers<string>();
  const reading = (async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
      written += chunk;
      const base = /serves a demo at (http:\S+)/.exec(written)?.[1];
      if (base !== undefined) listening.resolve(base);
    }
    listening.reject(new Error(`the demo ended before it listened: ${written}`));
  })();
  const stop = async () => {
    child.kill("SIGTERM");
    await reading;
    await child.exited;
  };
  try {
    return { base: await listening.promise, [Symbol.asyncDispose]: stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
