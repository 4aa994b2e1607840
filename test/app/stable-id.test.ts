import { expect, test } from "bun:test";
import fc from "fast-check";
import { stableId } from "../../src/app/stable-id.ts";

const ANNA = "0b3c5d1e-7a1f-4b53-9c1e-2f6a7d8e9f00";
const BEN = "9e107d9d-372b-4826-8a3e-5b1d3c4f5a6b";

test("an id is published: anyone can compute it", () => {
  const hash = new Bun.CryptoHasher("sha256").update(`${ANNA}\0machine\0studio`).digest("hex");
  const id = stableId(ANNA, "machine", "studio");
  expect(id.replaceAll("-", "").replace(/^(.{12}).(.{3}).(.{15})$/, "$1$2$3")).toBe(
    hash.slice(0, 32).replace(/^(.{12}).(.{3}).(.{15})$/, "$1$2$3"),
  );
});

test("ids are UUIDs of version 4 and differ by user, kind and text", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const ids = [ANNA, BEN].flatMap((user) =>
        (["machine", "user_agent", "project"] as const).flatMap((kind) =>
          [...new Set([a, b])].map((text) => stableId(user, kind, text)),
        ),
      );
      for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(new Set(ids).size).toBe(ids.length);
      expect(stableId(ANNA, "project", a)).toBe(stableId(ANNA, "project", a));
    }),
  );
});
