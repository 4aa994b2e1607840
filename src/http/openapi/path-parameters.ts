/** What the parts of paths mean, by name. */
export const PATH_PARAMETERS: Readonly<Record<string, { readonly description: string; readonly example: string }>> = {
  user: { description: "`current`, `my`, `me`, a name, `@name` or an id", example: "current" },
  range: { description: "Name of a range, such as `last_7_days`, `this_month`, `2025-03`", example: "last_7_days" },
  type: { description: "Which figure: `weekdays`, `days`, `best_day`, `languages`, …", example: "best_day" },
  project: {
    description: "Name of a project, all of the rest of the path: slashes may be written as they are, or escaped",
    example: "lantern",
  },
  name: { description: "Name of a project, escaped", example: "lantern" },
  filters: {
    description:
      "Any of `interval:…`, `project:…`, `language:…`, `editor:…`, `operating_system:…`, `machine:…`, `category:…`, `branch:…` between slashes; anything else is the name of a project",
    example: "interval:last_7_days",
  },
  id: { description: "An id, as lists give it", example: "5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13" },
  goal: { description: "Id of a goal", example: "5b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13" },
  board: { description: "Id of a board", example: "6f1c3a52-7d0e-4b8e-9a51-2f4f0c9d7e11" },
  hash: { description: "Any text; may end in `.svg`", example: "ann.svg" },
  email: { description: "An e-mail address", example: "ann@example.org" },
  slack_uid: { description: "A Slack id", example: "U0ANN" },
  org: { description: "An organisation", example: "none" },
  team: { description: "A team", example: "none" },
  dashboard: { description: "A dashboard of an organisation", example: "none" },
  member: { description: "A member", example: "none" },
};
