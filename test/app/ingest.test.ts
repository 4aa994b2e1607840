import { expect, test } from "bun:test";
import { join } from "node:path";
import { openIngest } from "../../src/app/ingest.ts";
import { openDatabase } from "../../src/db/database.ts";
import { memory, NOON } from "../support/memory.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const AGENT = { userAgent: undefined, machine: undefined, timeZone: undefined };

test("a request that arrives in the middle of another one's wait for the lock has a whole wait of its own", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "hearth.db");
  const { context, addUser, store } = memory(NOON, path);
  const user = addUser();
  const other = openDatabase(path, { version: "0.0.0-test" });
  const ingest = openIngest(context, () => {}, { retries: 100 });
  const heartbeat = [{ time: NOON / 1000, entity: "a.ts" }];

  other.client.run("BEGIN IMMEDIATE");
  const refused = ingest.submit(user.id, heartbeat, AGENT).then(
    () => "stored",
    (fault: { code: string }) => fault.code,
  );
  // A tenth of the first one's wait.
  await new Promise((resume) => setTimeout(resume, 20));
  const late = ingest.submit(user.id, heartbeat, AGENT);
  expect(await refused).toBe("unavailable");
  other.client.run("ROLLBACK");
  expect(await late).toMatchObject([{ isCopy: false }]);
  other.client.close();
  store.connection.client.close();
});
