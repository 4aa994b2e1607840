/** @jsxImportSource preact */
import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "preact-iso";
import { follow, liveness } from "./live.ts";
import { Login } from "./pages/login.tsx";
import { KeyList } from "./parts/key-list.tsx";
import { pageAt, ROUTES } from "./routes.ts";
import { session } from "./session.ts";

const TOP = ROUTES.filter(({ place }) => place === "top" || place === "corner");

/** The frame of every page: where one is, where one can go, and the page itself. */
export function App() {
  const { path } = useLocation();
  const found = pageAt(path);
  const title = found?.route.title ?? "Nothing here";
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const isLocked = session.value.needed !== undefined;
  // Hints are for those who are let in.
  useEffect(() => (isLocked ? undefined : follow()), [isLocked]);
  useEffect(() => {
    document.title = path === "/" ? "Hearth" : `${title} · Hearth`;
    // A reader of the screen hears of the new page; the first one it finds by itself.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path, title]);
  const Page = found?.route.page;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <header class="top">
        <a class="name" href="/">
          Hearth
        </a>
        <Links place="top" path={path} />
        <span class="corner">
          <Links place="corner" path={path} />
          <Live />
        </span>
      </header>
      <main id="main" ref={main} tabIndex={-1} class="content">
        {isLocked ? <Login /> : Page === undefined ? <Nowhere /> : <Page key={path} rest={found?.rest ?? ""} />}
      </main>
      <footer>
        <Links place="foot" path={path} />
        <a href="/api/docs">API</a>
      </footer>
      <KeyList pages={TOP} />
    </>
  );
}

const LABELS = { top: "Pages", corner: "You", foot: "More" } as const;

function Links({ place, path }: { place: keyof typeof LABELS; path: string }) {
  const links = ROUTES.filter((route) => route.place === place).map((route) => (
    <a key={route.path} href={route.path} aria-current={route.path === path ? "page" : undefined}>
      {route.title}
    </a>
  ));
  return <nav aria-label={LABELS[place]}>{links}</nav>;
}

function Live() {
  const state = liveness.value;
  return (
    <span class="live" data-state={state} title={state === "live" ? "Shows new time as it arrives" : "Not connected"}>
      {state === "live" ? "live" : "away"}
    </span>
  );
}

function Nowhere() {
  return (
    <div class="problem">
      <h1 class="title">There is no such page</h1>
      <p>
        <a href="/">Go to the overview</a>
      </p>
    </div>
  );
}
