import type { Command } from "./command.ts";
import { configCommand } from "./config.ts";
import { helpCommand } from "./help.ts";
import { versionCommand } from "./version.ts";

/** Every command there is, in the order in which help shows them. */
export const commands: readonly Command[] = [configCommand, versionCommand, helpCommand(() => commands)];
