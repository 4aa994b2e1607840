import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { helpCommand } from "./help.ts";
import { keyCreate, keyList, keyRevoke } from "./key.ts";
import { serve } from "./serve.ts";
import { versionCommand } from "./version.ts";

/** Every command there is, in the order in which help shows them. */
export const commands: readonly Command[] = [
  serve,
  keyCreate,
  keyList,
  keyRevoke,
  configCommand,
  versionCommand,
  helpCommand(() => commands),
];
