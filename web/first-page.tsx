/** @jsxImportSource preact */
// The first drawing of a page, made by the server with the page's own components, so that a browser shows it before it
// has read any script. No answer of one visitor may stay for another: drawing is one step that nothing interrupts.
import { LocationProvider } from "preact-iso";
import { renderToString } from "preact-render-to-string";
import { giveAnswers } from "./answer.ts";
import { App } from "./app.tsx";
import { speak, textsOf } from "./format.ts";
import { overviewQuestions } from "./pages/overview.tsx";
import { drawWhole } from "./parts/stages.ts";
import type { Prepared } from "./prepared.ts";
import { viewOf } from "./view.ts";

/** Returns what a page asks the server first, as addresses below `/-/`; nothing of a page that is not drawn ahead. */
export function firstQuestions(path: string, search: string): readonly string[] {
  return path === "/" ? Object.values(overviewQuestions(viewOf(path, search, nowhere))) : [];
}

/** Returns a page as HTML, from answers to its first questions, and what a browser needs to take it over. */
export function firstPage(asked: Omit<Prepared, "texts">): { readonly markup: string; readonly prepared: Prepared } {
  const { pathname, searchParams } = new URL(asked.url, "http://hearth.invalid");
  const here = { url: asked.url, path: pathname, query: Object.fromEntries(searchParams) };
  const draw = () =>
    renderToString(
      <LocationProvider.ctx.Provider value={{ ...here, route: nowhere, back: nowhere, forward: nowhere }}>
        <App />
      </LocationProvider.ctx.Provider>,
    );
  speak(asked.locale);
  giveAnswers(asked.answers);
  try {
    // What stands further down is drawn by the browser, in steps; here it is only written.
    return { markup: draw(), prepared: { ...asked, texts: textsOf(() => drawWhole(draw)) } };
  } finally {
    giveAnswers({});
  }
}

function nowhere() {}
