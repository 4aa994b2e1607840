import { removePassword, setPassword } from "../app/passwords.ts";
import type { Command, CommandInput } from "./command.ts";
import { chosenUser, USER_OPTION, withData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { UsageError } from "./usage.ts";

/** `hearth password`: typed twice without being shown, or one line of the standard input; never an argument, which others could see. */
export const password: Command = {
  name: "password",
  summary: "set the password that the pages ask for",
  usage: "",
  options: {
    remove: { type: "boolean", help: "take the password away" },
    ...USER_OPTION,
  },
  examples: [
    { line: "hearth password", does: "type it twice; nothing is shown" },
    { line: "hearth password --remove", does: "back to none" },
  ],
  run: (input) =>
    withData(input, async (data) => {
      const user = chosenUser(input, data);
      if (input.flags["remove"]) {
        const was = removePassword(data.context, user);
        input.io.err(was ? `${user.name} has no password any more` : `${user.name} had no password`);
        return exitCodes.ok.code;
      }
      await setPassword(data.context, user, await newPassword(input));
      input.io.err(`the password of ${user.name} is set`);
      return exitCodes.ok.code;
    }),
};

function newPassword({ environment, io }: CommandInput): Promise<string> {
  const { isTerminal, hidden } = environment.input;
  return hidden(async (nextLine) => {
    const ask = async (question: string) => {
      if (isTerminal) io.err(question);
      const line = await nextLine();
      if (line === undefined) throw new UsageError("there is no password on the standard input", "nothing was changed");
      return line;
    };
    const first = await ask("New password (it is not shown):");
    if (!isTerminal) return first;
    if ((await ask("The same again:")) !== first)
      throw new UsageError("the two were not the same", "nothing was changed");
    return first;
  });
}
