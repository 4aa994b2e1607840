import { describe, expect, test } from "bun:test";
import { matrix } from "../../support/matrix.ts";

const JSON_TYPE = "application/json";

describe("GET /api/health", () => {
  matrix((side) => {
    test.each([
      { name: "nothing said", headers: {}, isText: false },
      { name: "curl", headers: { accept: "*/*" }, isText: false },
      { name: "wakapi-skill", headers: { "content-type": JSON_TYPE, accept: JSON_TYPE }, isText: false },
      { name: "a browser", headers: { accept: "text/html,application/xml;q=0.9,*/*;q=0.8" }, isText: false },
      { name: "axios", headers: { accept: "application/json, text/plain, */*" }, isText: false },
      {
        name: "a JSON type, text accepted",
        headers: { "content-type": JSON_TYPE, accept: "text/plain" },
        isText: false,
      },
      { name: "text", headers: { accept: "text/plain" }, isText: true },
      { name: "text first", headers: { accept: "Text/Plain;q=0.9, */*;q=0.1" }, isText: true },
    ])("$name: text is $isText, on any host name", async ({ headers, isText }) => {
      const response = await side().send({ path: "/api/health", headers: { ...headers, host: "tide.example.org" } });
      const text = await response.text();
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toStartWith(isText ? "text/plain" : JSON_TYPE);
      if (isText) expect(text).toBe("app=1\ndb=1\n");
      else expect(JSON.parse(text)).toMatchObject({ status: "ok", app: 1, db: 1 });
    });
  });
});
