import { expect, test } from "bun:test";
import { join } from "node:path";
import { AppError } from "../../src/app/errors.ts";
import { openLongReads } from "../../src/app/long-reads.ts";
import { errorResponse, errorToLog } from "../../src/http/errors.ts";
import { startWorker } from "../../src/start-worker.ts";
import { version } from "../../src/version.ts";
import { memory, NOON } from "../support/memory.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("a question cut off by the stop of the server is refused for now, and nothing to be logged", async () => {
  using folder = temporaryFolder();
  const path = join(folder.path, "hearth.db");
  const { addUser, store } = memory(NOON, path);
  const user = addUser();
  const long = openLongReads(() => startWorker(path, version, 0));
  const asked = long.entityTotalMs(user.id, "a.ts").then(
    () => undefined,
    (fault: unknown) => fault,
  );
  await long.stop();
  const fault = await asked;
  expect(fault).toBeInstanceOf(AppError);
  expect(errorResponse(fault).status).toBe(503);
  expect(errorToLog(fault)).toBeUndefined();
  store.connection.client.close();
});
