import type { Context } from "./context.ts";

/** Returns a fresh secret of 64 hexadecimal digits, 244 of its bits random: for cookies, codes and tokens. */
export function newSecret({ uuid }: Pick<Context, "uuid">): string {
  return `${uuid()}${uuid()}`.replaceAll("-", "");
}

/** Returns the SHA-256 that is kept in a secret's place. What is random needs no slow hash. */
export function secretHash(secret: string): Buffer {
  return new Bun.CryptoHasher("sha256").update(secret).digest();
}
