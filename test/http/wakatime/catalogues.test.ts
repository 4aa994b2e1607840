import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { BASES } from "../../../src/http/paths.ts";
import { asked } from "../../support/asking.ts";
import { inProcess, type Opened } from "../../support/matrix.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { Color, expectShape, Time, Uuid, Whole } from "../../support/shapes.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const Flag = Type.Boolean();
const list = (fields: Parameters<typeof Type.Object>[0]) =>
  Type.Object(
    { data: Type.Array(Type.Object(fields, strict), { minItems: 50 }), total: Whole, total_pages: Type.Literal(1) },
    strict,
  );

const EDITORS = list({
  ...{ id: Uuid, name: Text, color: Type.Null(), released: Flag, hidden: Flag },
  ...Object.fromEntries(
    ["website", "repository", "version", "version_url", "history_url"].map((name) => [name, Type.String()]),
  ),
});
const LANGUAGES = list({
  ...{ id: Uuid, name: Text, color: Color, is_verified: Flag, created_at: Time, modified_at: Time },
});
const Addresses = Type.Object({ v4: Type.Array(Text), v6: Type.Array(Text) }, strict);
const META = Type.Object(
  {
    data: Type.Object(
      {
        ip_descriptions: Type.Object({ api: Type.String(), website: Type.String(), worker: Type.String() }, strict),
        ips: Type.Object({ api: Addresses, website: Addresses, worker: Addresses }, strict),
        last_modified_at: Time,
      },
      strict,
    ),
  },
  strict,
);

type Listed = { readonly data: readonly { readonly id: string; readonly name: string }[]; readonly total: number };

describe("catalogues", () => {
  test.each(
    BASES.filter((base) => base !== "").flatMap((base) => [
      { path: `${base}/editors?unreleased=true`, shape: EDITORS },
      { path: `${base}/program_languages`, shape: LANGUAGES },
      { path: `${base}/meta`, shape: META },
    ]),
  )("$path has its shape, with a key and without", async ({ path, shape }) => {
    for (const headers of [{}, { authorization: `Bearer ${side.owner.keys.write}` }]) {
      const response = await side.send({ path, headers });
      expect(response.status).toBe(200);
      expectShape(shape, await response.json());
    }
  });

  test("name editors and languages as answers show them, each once", async () => {
    for (const [path, names] of [
      ["/api/v1/editors", ["VS Code", "IntelliJ IDEA", "Neovim", "Claude Code"]],
      ["/api/v1/program_languages", ["TypeScript", "Rust", "Objective-C", "C++"]],
    ] as const) {
      const { data, total } = await asked<Listed>(side, side.owner, path);
      expect(data.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
      expect(new Set(data.map(({ id }) => id)).size).toBe(total);
      expect(new Set(data.map(({ name }) => name)).size).toBe(total);
    }
  });

  test("give no API key to anybody", async () => {
    const path = "/api/v1/users/current/get_api_key";
    const json = errorShape(403, { error: "No key to give" });
    for (const headers of [{}, { authorization: `Bearer ${side.owner.keys.full}` }])
      await play(side, { name: "key", method: "POST", path, headers, status: 403, has: ["hearth key create"], json });
  });
});
