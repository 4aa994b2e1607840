import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { demo } from "./demo.ts";
import { doctor } from "./doctor.ts";
import { exportFile } from "./export.ts";
import { helpCommand } from "./help.ts";
import { importFile } from "./import.ts";
import { keyCreate, keyList, keyRevoke } from "./key.ts";
import { password } from "./password.ts";
import { rebuild } from "./rebuild.ts";
import { serve } from "./serve.ts";
import { userAdd, userList, userSet } from "./user.ts";
import { versionCommand } from "./version.ts";

/** Every command there is, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serve,
  keyCreate,
  keyList,
  keyRevoke,
  userAdd,
  userList,
  userSet,
  password,
  importFile,
  exportFile,
  rebuild,
  doctor,
  demo,
  configCommand,
  versionCommand,
  helpCommand(() => commands),
];
