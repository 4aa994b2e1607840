/** @jsxImportSource preact */
// Brings a page to life: takes over what the server drew, or draws it.
import { hydrate, render } from "preact";
import { LocationProvider } from "preact-iso";
import { giveAnswers } from "./answer.ts";
import { App } from "./app.tsx";
import { speak } from "./format.ts";
import { showsMark } from "./live.ts";
import { takeOver } from "./parts/own-step.tsx";
import { PREPARED_ID, type Prepared } from "./prepared.ts";
import { OURS } from "./routes.ts";

function prepared(): Prepared | undefined {
  const text = document.getElementById(PREPARED_ID)?.textContent;
  return text ? (JSON.parse(text) as Prepared) : undefined;
}

/** Draws the page, or takes over what the server drew; waits until all of it hears what is done to it. */
export async function comeAlive(): Promise<void> {
  const page = document.getElementById("page");
  if (page === null) return;
  const app = (
    <LocationProvider scope={OURS}>
      <App />
    </LocationProvider>
  );
  const given = prepared();
  giveAnswers(given?.answers ?? {});
  // A tab that is restored may hold the drawing of another address, and a proxy may say another language than the browser.
  if (given?.locale === navigator.language && given.url === location.pathname + location.search) {
    speak(given.locale, given.texts);
    showsMark(given.mark);
    await takeOver(() => hydrate(app, page));
  } else {
    page.replaceChildren();
    render(app, page);
  }
}
