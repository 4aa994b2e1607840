import type { Input } from "./command.ts";

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const BACKSPACE = /^[\b\x7f]$/;
const LINE_END = /^[\r\n]$/;
const CONTROL = /^\p{Cc}$/u;

/** Returns whether a person is at a file descriptor; loads the system's terminal module, which costs a start its time. */
export function isTerminal(descriptor: number): boolean {
  return process.getBuiltinModule("node:tty").isatty(descriptor);
}

/** The standard input of this process. The terminal shows nothing of what is typed, and is left as it was. */
export function standardInput(): Input {
  // What came after the end of a line belongs to the next one: a pasted answer may hold both.
  let rest = "";

  async function typed(): Promise<string | undefined> {
    let line = "";
    for (;;) {
      const characters = [...rest];
      for (const [i, character] of characters.entries()) {
        if (LINE_END.test(character) || character === CTRL_D || character === CTRL_C) {
          rest = characters.slice(i + 1).join("");
          return character === CTRL_C ? undefined : line;
        }
        if (BACKSPACE.test(character)) line = [...line].slice(0, -1).join("");
        else if (!CONTROL.test(character)) line += character;
      }
      rest = "";
      const more = await nextPiece();
      if (more === undefined) return undefined;
      rest = more;
    }
  }

  async function sent(): Promise<string | undefined> {
    for (;;) {
      const end = rest.indexOf("\n");
      if (end >= 0) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        return line.replace(/\r$/, "");
      }
      const more = await nextPiece();
      if (more !== undefined) rest += more;
      else {
        const line = rest;
        rest = "";
        return line === "" ? undefined : line;
      }
    }
  }

  return {
    get isTerminal() {
      return isTerminal(0);
    },
    async hidden(work) {
      const { stdin } = process;
      const isTyped = isTerminal(0);
      // Before anything is asked: who types ahead is not shown either.
      if (isTyped) stdin.setRawMode(true);
      stdin.setEncoding("utf8");
      try {
        return await work(isTyped ? typed : sent);
      } finally {
        if (isTyped) stdin.setRawMode(false);
        stdin.pause();
      }
    },
  };
}

/** Resolves to the next characters of the standard input, undefined at its end. */
function nextPiece(): Promise<string | undefined> {
  const { stdin } = process;
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      stdin.off("data", onData).off("end", onEnd).off("error", onError);
      act();
    };
    const onData = (text: string) => settle(() => resolve(text))();
    const onEnd = settle(() => resolve(undefined));
    const onError = (fault: Error) => settle(() => reject(fault))();
    stdin.on("data", onData).on("end", onEnd).on("error", onError);
    stdin.resume();
  });
}
