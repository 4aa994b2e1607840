import type { Call, Route } from "../call.ts";
import { securityHeaders } from "../cors.ts";

/** The description does not change while the program runs. */
const MAX_AGE_SECONDS = 3_600;

/**
 * Returns the routes that describe the API: `GET /api/openapi.json`, `GET /api/docs`, which shows the same document as a
 * page, and `GET /api/docs/style.css`. `routes` is the whole table. What they answer is loaded when it is asked for, so
 * that a server that nobody asks starts and stays without it.
 */
export function description(routes: () => readonly Route[]): readonly Route[] {
  const documentFor = async ({ services }: Call) => {
    const { documentOf } = await import("./document.ts");
    return documentOf(routes(), services.version);
  };
  let text: string | undefined;
  return [
    {
      method: "GET",
      path: "/api/openapi.json",
      bases: "absolute",
      need: "none",
      summary: "this description, as OpenAPI 3.1",
      async answer(call) {
        text ??= JSON.stringify(await documentFor(call));
        return new Response(text, { headers: { ...kept(), "Content-Type": "application/json" } });
      },
    },
    {
      method: "GET",
      path: "/api/docs",
      bases: "absolute",
      need: "none",
      summary: "this description, as a page",
      async answer(call) {
        const { pageOf } = await import("./page.ts");
        return new Response(pageOf(await documentFor(call)), {
          headers: { ...securityHeaders, ...kept(), "Content-Type": "text/html; charset=utf-8" },
        });
      },
    },
    {
      method: "GET",
      path: "/api/docs/style.css",
      bases: "absolute",
      need: "none",
      summary: "what that page looks like",
      async answer() {
        const { STYLE } = await import("./page-style.ts");
        return new Response(STYLE, {
          headers: { ...securityHeaders, ...kept(), "Content-Type": "text/css; charset=utf-8" },
        });
      },
    },
  ];
}

function kept(): Readonly<Record<string, string>> {
  return { "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}` };
}
