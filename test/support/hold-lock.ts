// Takes the lock of the data directory named by the first argument, announces itself, says so in a line, and then
// holds it until a line arrives on its input or it is killed.
import { lockDataDirectory } from "../../src/db/lock.ts";

const lock = lockDataDirectory(process.argv[2] ?? "");
if (lock === undefined) {
  console.log("busy");
} else {
  lock.announce({ pid: process.pid, url: "http://localhost:4784", version: "1.2.3", since: "2026-11-21T18:26:00Z" });
  console.log("held");
  for await (const _ of console) break;
  lock.release();
}
