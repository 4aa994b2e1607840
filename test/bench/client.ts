import { join } from "node:path";
import type { Orders } from "./load.ts";

export type Client = AsyncDisposable & {
  /** Resolves to what an order (load.ts) came to. @throws Error when a request failed. */
  readonly order: <Kind extends keyof Orders>(
    kind: Kind,
    input: Parameters<Orders[Kind]>[0],
  ) => Promise<Awaited<ReturnType<Orders[Kind]>>>;
};

type Answer = { readonly id: number; readonly result?: unknown; readonly fault?: string };
type Open = { readonly resolve: (result: never) => void; readonly reject: (fault: Error) => void };

/** Starts the client process and returns the way to it once it listens. */
export async function startClient(): Promise<Client> {
  const open = new Map<number, Open>();
  const ready = Promise.withResolvers<void>();
  let last = 0;
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "load.ts")], {
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    ipc({ id, result, fault }: Answer) {
      if (id === 0) ready.resolve();
      if (fault === undefined) open.get(id)?.resolve(result as never);
      else open.get(id)?.reject(new Error(fault));
      open.delete(id);
    },
    onExit(_, code) {
      const fault = new Error(`the client ended with ${code}`);
      ready.reject(fault);
      for (const { reject } of open.values()) reject(fault);
    },
  });
  await ready.promise;
  return {
    order(kind, input) {
      const { promise, resolve, reject } = Promise.withResolvers<never>();
      open.set(++last, { resolve, reject });
      child.send({ id: last, kind, input });
      return promise;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await child.exited;
    },
  };
}
