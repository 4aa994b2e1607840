// What the routes of the program itself answer.
import { type Described, type Descriptions, json, other } from "./described.ts";
import { always, object, text } from "./schema.ts";

const REDIRECT: Described = { answers: [{ status: 302, description: "To the page" }] };

export const systemDescriptions: Descriptions = {
  "GET /api/health": {
    answers: [...json(object({ status: always("ok"), app: always(1), db: always(1), version: text("0.1.0") })).answers],
  },
  "GET /api/openapi.json": json({ type: "object" }, { openapi: "3.1.1" }),
  "GET /api/docs": other("text/html", "A page", "<!doctype html>"),
  "GET /api/docs/style.css": other("text/css", "What that page looks like", "body { margin: 0; }"),
  "GET /api/hackatime/v1": REDIRECT,
  "GET /hackatime/v1": REDIRECT,
  "GET /api/v1": REDIRECT,
  "GET /my/wakatime_setup": REDIRECT,
};
