import { createKey, listKeys, revoke, revokeById, SCOPES, type Scope } from "../app/keys.ts";
import { rfc3339 } from "../domain/range.ts";
import { cleanText } from "../domain/text.ts";
import type { Command } from "./command.ts";
import { chosenUser, USER_OPTION, withData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { refusedAsUsage, UsageError } from "./usage.ts";

/** `hearth key create NAME`: the key alone on standard output, so that scripts can take it. */
export const keyCreate: Command = {
  name: "key create",
  summary: "make an API key and print it, this once",
  usage: "NAME",
  options: {
    scope: { type: "string", placeholder: "SCOPE", help: `what it may do: ${SCOPES.join(", ")}; full without it` },
    ...USER_OPTION,
  },
  examples: [
    { line: "hearth key create laptop --scope write", does: "a key for an editor on another computer" },
    { line: "hearth key create dashboard --scope read", does: "a key for a program that reads" },
  ],
  run: (input) =>
    withData(input, (data) => {
      const scope = input.flags["scope"] ?? "full";
      if (!isScope(scope)) throw new UsageError(`--scope is one of ${SCOPES.join(", ")}`);
      const user = chosenUser(input, data);
      const { key, row } = refusedAsUsage(() => createKey(data.context, user.id, input.positionals[0] ?? "", scope));
      try {
        input.io.out(key);
      } catch (cause) {
        // Nobody has seen it, so nobody would miss it, or think of revoking it.
        revokeById(data.context, user.id, row.id);
        throw new Error(`the key could not be printed, so it is revoked: ${messageOf(cause)}`, { cause });
      }
      return exitCodes.ok.code;
    }),
};

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The name of a key; one from before names were cleaned may hold what a terminal obeys. */
function shown({ name }: { readonly name: string }): string {
  return cleanText(name);
}

function isScope(text: unknown): text is Scope {
  return (SCOPES as readonly unknown[]).includes(text);
}

/** `hearth key list`: one line per key; never the key. */
export const keyList: Command = {
  name: "key list",
  summary: "list the API keys: number, name, scope, last characters, when made and last used",
  usage: "",
  options: USER_OPTION,
  examples: [],
  run: (input) =>
    withData(input, (data) => {
      const time = (seconds: number | null) => (seconds === null ? "never" : rfc3339(seconds * 1000));
      for (const key of listKeys(data.context, chosenUser(input, data).id)) {
        const revoked = key.revokedAt === null ? "" : `  revoked ${time(key.revokedAt)}`;
        input.io.out(
          `${key.id}  ${shown(key)}  ${key.scope}  …${key.hint}  made ${time(key.createdAt)}  used ${time(key.lastUsedAt)}${revoked}`,
        );
      }
      return exitCodes.ok.code;
    }),
};

/** `hearth key revoke WHICH`: counts at once, in a running server too. */
export const keyRevoke: Command = {
  name: "key revoke",
  summary: "revoke an API key, named by its number, its name or its last four characters",
  usage: "WHICH",
  options: USER_OPTION,
  examples: [{ line: "hearth key revoke laptop", does: "the laptop can send no more" }],
  run: (input) =>
    withData(input, (data) => {
      const key = revoke(data.context, chosenUser(input, data).id, input.positionals[0] ?? "");
      input.io.err(`revoked key ${key.id} (${shown(key)})`);
      return exitCodes.ok.code;
    }),
};
