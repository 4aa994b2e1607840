// HTTP as bytes on a socket, for requests that no client library would send.

export type RawAnswer = {
  readonly status: number;
  /** by lower-case name, the last of each */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const decoder = new TextDecoder();

/**
 * Writes bytes to a port of this computer, piece by piece, and returns the answers that came back, 100 Continue among
 * them, once `count` of them are whole or the server has closed the connection. `methods` of HEAD have no body.
 */
export async function exchange(
  port: number,
  pieces: readonly (string | Uint8Array)[],
  { count = 1, isHead = false, halfClose = false } = {},
): Promise<RawAnswer[]> {
  let bytes = new Uint8Array(0);
  const done = Promise.withResolvers<RawAnswer[]>();
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: {
      data(open, chunk) {
        bytes = Buffer.concat([bytes, chunk]);
        const answers = parsed(bytes, isHead);
        if (answers.length < count) return;
        done.resolve(answers);
        open.end();
      },
      close: () => done.resolve(parsed(bytes, isHead)),
      error: (_, fault) => done.reject(fault),
    },
  });
  for (const piece of pieces) {
    let left = typeof piece === "string" ? Buffer.from(piece) : piece;
    while (left.length > 0) {
      const written = socket.write(left);
      if (written < 0) break;
      left = left.subarray(written);
      // Each piece is a packet of its own, and a full buffer has a moment to empty.
      await new Promise(setImmediate);
    }
  }
  if (halfClose) socket.shutdown();
  return done.promise;
}

/** Returns the whole answers at the start of the bytes. */
function parsed(bytes: Uint8Array, isHead: boolean): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf("\r\n\r\n", at);
    if (end < 0) break;
    const [line = "", ...fields] = decoder.decode(bytes.subarray(at, end)).split("\r\n");
    const headers = Object.fromEntries(
      fields.map((field) => [
        field.slice(0, field.indexOf(":")).toLowerCase(),
        field.slice(field.indexOf(":") + 1).trim(),
      ]),
    );
    const status = Number(line.split(" ")[1]);
    const length = isHead || status === 100 || status === 204 ? 0 : Number(headers["content-length"] ?? 0);
    if (end + 4 + length > bytes.length) break;
    answers.push({ status, headers, body: decoder.decode(bytes.subarray(end + 4, end + 4 + length)) });
    at = end + 4 + length;
  }
  return answers;
}
