import { type RebuildReport, rebuildUser } from "../app/rebuilds.ts";
import { isOutdated, rulesApplied } from "../app/rules.ts";
import { repeatedText } from "../app/shape-check.ts";
import { allOf, type User } from "../app/users.ts";
import { inTransaction, schemaVersion } from "../db/database.ts";
import { isServed } from "../db/lock.ts";
import { putIndexesBack } from "../db/shape.ts";
import type { Command, CommandInput } from "./command.ts";
import { chosenUser, type Data, USER_OPTION, withData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { heartbeatsText, hoursText } from "./figures.ts";
import { progressOn } from "./progress.ts";

/** `hearth rebuild`: derives everything anew from the heartbeats, which are never touched. */
export const rebuild: Command = {
  name: "rebuild",
  summary: "derive names and counts anew from the heartbeats",
  usage: "",
  options: { user: { ...USER_OPTION.user, help: "only this one; all users without it" } },
  examples: [{ line: "hearth rebuild", does: "after hearth doctor found a fault; a server may go on" }],
  run: (input) =>
    withData(input, async (data) => {
      const { store } = data.context;
      const isRunning = isServed(data.directory);
      if (isRunning && isOutdated(store)) {
        input.io.err(
          "hearth: the running server is of another version and names things by its own rules: stop it first",
        );
        return exitCodes.locked.code;
      }
      if (!indexesBack(input, data)) return exitCodes.damaged.code;
      const isOne = input.flags["user"] !== undefined;
      const users = isOne ? [chosenUser(input, data)] : allOf(data.context);
      for (const user of users) await rebuildOne(input, data, user);
      if (!isOne) rulesApplied(store);
      return exitCodes.ok.code;
    }),
};

/** Makes the indexes that are missing, which counting needs, and says so; returns whether all of them are there now. */
function indexesBack({ io }: CommandInput, { context }: Data): boolean {
  const { connection } = context.store;
  const { client } = connection;
  const { made, refused } = inTransaction(connection, () => putIndexesBack(client, schemaVersion(client)));
  for (const { name } of made) io.out(`index ${name}: put back`);
  for (const index of refused)
    io.err(
      `hearth: index ${index.name} cannot be put back${repeatedText(index)}; a backup mends that (README, Data and backup)`,
    );
  return refused.length === 0;
}

/** Rebuilds one user's rows and says what came of it. */
async function rebuildOne(input: CommandInput, { context }: Data, user: User): Promise<void> {
  const progress = progressOn(input);
  const report = await rebuildUser(context.store, user, (counted) =>
    progress(() => `${user.name}: ${heartbeatsText(counted)} counted`),
  );
  input.io.out(
    `${user.name}: total ${hoursText(report.beforeMs)} before, ${hoursText(report.afterMs)} after; ${found(report)}`,
  );
}

/** What differed, in half a sentence. */
function found({ names, sources, placeholders, hasDifferentCounts, isMoving }: RebuildReport): string {
  const parts = [
    names > 0 && `${names} names`,
    sources > 0 && `${sources} sources`,
    placeholders > 0 && `${placeholders} placeholders`,
    hasDifferentCounts && (isMoving ? "counts, also because heartbeats came in meanwhile" : "counts"),
  ].filter((part) => part !== false);
  return parts.length === 0 ? "nothing differed" : `different were: ${parts.join(", ")}`;
}
