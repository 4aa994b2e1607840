import { AppError } from "../../app/errors.ts";
import { type Program, programFacts, programsOf } from "../../app/programs.ts";
import type { User } from "../../app/users.ts";
import { rfc3339 } from "../../domain/range.ts";
import { type Call, owner, type Route } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";

const A_PAGE = 100;

/** `GET users/:user/user_agents`: the programs heartbeats came from, the last seen first. Source: wakatime-api §8.2. */
export const userAgents: Route = {
  method: "GET",
  path: "/users/:user/user_agents",
  bases: "all",
  need: "read",
  summary: "the programs that sent your heartbeats, the last seen first, 100 a `page`",
  parameters: [PAGE],
  async answer(call) {
    const programs = await programsFor(call, owner(call, call.params["user"] ?? ""));
    const { skip, size, fields } = pagingOf(call, programs.length, A_PAGE);
    return { data: programs.slice(skip, skip + size).map((program) => programView(call, program)), ...fields };
  },
};

/** `GET users/:user/user_agents/:id`. */
export const userAgent: Route = {
  method: "GET",
  path: "/users/:user/user_agents/:id",
  bases: "all",
  need: "read",
  summary: "one of them",
  async answer(call) {
    const programs = await programsFor(call, owner(call, call.params["user"] ?? ""));
    const id = call.params["id"]?.toLowerCase();
    const found = programs.find((program) => program.id === id);
    if (found === undefined)
      throw new AppError("not_found", "There is no user agent of that id", { short: "User agent not found" });
    return { data: programView(call, found) };
  },
};

async function programsFor({ services: { context, background } }: Call, user: User): Promise<Program[]> {
  return programsOf(context.store, user, await background.sourcesSeen(user.id));
}

/** A model's token: its name, its version, and how hard it thinks; the last two may be absent. */
const MODEL = /^([^/]*)(?:\/(.*?))?(?:-(minimal|low|medium|high|xhigh|max))?$/;

function programView({ services: { context } }: Call, program: Program): object {
  const facts = programFacts(context.store, program);
  const [, model = "", modelVersion, complexity] = MODEL.exec(facts.aiModel ?? "") ?? [];
  const first = rfc3339(program.firstMs);
  return {
    id: program.id,
    value: facts.text === "" ? "Unknown" : facts.text,
    editor: facts.editor ?? null,
    version: facts.pluginVersion ?? null,
    os: facts.operatingSystem ?? null,
    cli_version: facts.cliVersion ?? null,
    go_version: facts.goVersion ?? null,
    ai_model: model === "" ? null : model.charAt(0).toUpperCase() + model.slice(1),
    ai_model_version: modelVersion || null,
    ai_model_complexity: complexity ?? null,
    is_browser_extension: facts.isBrowserExtension,
    is_desktop_app: facts.isDesktopApp,
    first_seen_at: first,
    last_seen_at: rfc3339(program.lastMs),
    created_at: first,
  };
}
