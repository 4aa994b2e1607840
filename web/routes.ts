// The pages there are; src/http/dashboard/pages.ts answers them at the same addresses.
import type { FunctionComponent } from "preact";
import { Goals } from "./pages/goals.tsx";
import { How } from "./pages/how.tsx";
import { Login } from "./pages/login.tsx";
import { Overview } from "./pages/overview.tsx";
import { Project } from "./pages/project.tsx";
import { Projects } from "./pages/projects.tsx";
import { Settings } from "./pages/settings.tsx";
import { Setup } from "./pages/setup.tsx";
import { Timeline } from "./pages/timeline.tsx";
import { Timesheet } from "./pages/timesheet.tsx";
import { Why } from "./pages/why.tsx";

/** What a page is told: the rest of its address behind the pattern's `*`, decoded. */
export type PageProps = { readonly rest: string };

export type PageRoute = {
  /** an address, or one ending in `/*` */
  readonly path: string;
  readonly title: string;
  readonly page: FunctionComponent<PageProps>;
  /** where its link stands, undefined = nowhere */
  readonly place?: "top" | "corner" | "foot";
};

export const ROUTES: readonly PageRoute[] = [
  { path: "/", title: "Overview", page: Overview, place: "top" },
  { path: "/timeline", title: "Timeline", page: Timeline, place: "top" },
  { path: "/projects", title: "Projects", page: Projects, place: "top" },
  { path: "/projects/*", title: "Project", page: Project },
  { path: "/goals", title: "Goals", page: Goals, place: "top" },
  { path: "/timesheet", title: "Timesheet", page: Timesheet, place: "top" },
  { path: "/settings", title: "Settings", page: Settings, place: "corner" },
  { path: "/setup", title: "Setup", page: Setup, place: "foot" },
  { path: "/how", title: "How we count", page: How, place: "foot" },
  { path: "/why", title: "Why this number?", page: Why },
  { path: "/login", title: "Sign in", page: Login },
];

/** Addresses below which no page lies: links to them leave the app. */
export const OURS = /^\/(?!api(?:\/|$)|-\/|assets\/|oauth\/)/;

/** Returns the page at an address and the rest of it, undefined when there is none. */
export function pageAt(path: string): { readonly route: PageRoute; readonly rest: string } | undefined {
  for (const route of ROUTES) {
    if (route.path === path) return { route, rest: "" };
    const prefix = route.path.endsWith("/*") ? route.path.slice(0, -1) : undefined;
    if (prefix !== undefined && path.startsWith(prefix) && path.length > prefix.length)
      return { route, rest: decoded(path.slice(prefix.length)) };
  }
  return undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
