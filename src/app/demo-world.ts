// What the demo's person works on and with: invented projects, machines and programs.

/** A project with where and how it is worked on. */
export type DemoProject = {
  readonly name: string;
  /** part of the history in which it lives, 0 = its beginning, 1 = now */
  readonly from: number;
  readonly until: number;
  /** how much of the time it takes while it lives */
  readonly weight: number;
  /** index of MACHINES */
  readonly machine: number;
  /** indexes of EDITORS */
  readonly editors: readonly number[];
  /** the first is the trunk, the others follow each other */
  readonly branches: readonly string[];
  /** path below the project and language; undefined = left to the server to find out */
  readonly files: readonly (readonly [path: string, language?: string])[];
  readonly dependencies: readonly string[];
  /** chance that a stretch of work in it is the AI agent's, once there is one */
  readonly aiShare: number;
};

export type DemoMachine = {
  readonly name: string;
  /** as the command-line client writes it into its agent */
  readonly platform: string;
  readonly folder: string;
};

export const DEMO_MACHINES: readonly DemoMachine[] = [
  { name: "ada-macbook", platform: "darwin-25.2.0-arm64", folder: "/Users/ada/src" },
  { name: "workstation", platform: "linux-6.8.0-45-generic-x86_64", folder: "/home/ada/src" },
  { name: "DESKTOP-7QK2", platform: "windows-10.0.22631.4894-x86_64", folder: "C:/Users/ada/src" },
];

/** Name and plugin of an editor in a client's agent. */
export const DEMO_EDITORS = [
  "vscode/1.106.1 vscode-wakatime/25.3.0",
  "neovim/0.11.4 vim-wakatime/12.0.0",
  "IntelliJIDEA/2026.2 IntelliJIDEA-wakatime/15.0.5",
  "Zed/0.214.1 zed-wakatime/0.2.1",
] as const;

const files = (language: string, paths: string): (readonly [string, string])[] =>
  paths.split(" ").map((path) => [path, language] as const);

export const DEMO_PROJECTS: readonly DemoProject[] = [
  {
    name: "hearth",
    from: 0.45,
    until: 1,
    weight: 3,
    machine: 1,
    editors: [0, 0, 3],
    branches: ["main", "feat/rollup", "feat/timeline", "fix/dst-days", "perf/cells", "feat/demo"],
    files: [
      ...files("TypeScript", "src/domain/credit.ts src/domain/range.ts src/domain/span.ts src/db/rollup.ts"),
      ...files("TypeScript", "src/app/ingest.ts src/app/totals.ts src/http/answer.ts test/domain/credit.test.ts"),
      ...files("TSX", "web/pages/overview.tsx web/pages/timeline.tsx web/charts/ribbon.tsx"),
      ...files("CSS", "web/style/page.css web/style/tokens.css"),
      ...files("Markdown", "README.md"),
    ],
    dependencies: ["elysia", "drizzle-orm", "preact", "node:path", "fast-check"],
    aiShare: 0.4,
  },
  {
    name: "atlas-api",
    from: 0,
    until: 0.7,
    weight: 3,
    machine: 1,
    editors: [1, 2],
    branches: ["main", "feature/geocoder", "feature/tiles-v2", "fix/timeouts", "refactor/store"],
    files: [
      ...files("Go", "cmd/atlas/main.go internal/geo/index.go internal/geo/index_test.go internal/http/routes.go"),
      ...files("Go", "internal/store/postgres.go internal/tiles/encode.go internal/tiles/cache.go"),
      ...files("SQL", "migrations/014_tiles.sql internal/store/queries.sql"),
      ...files("YAML", "deploy/compose.yaml .github/workflows/test.yaml"),
      ...files("Markdown", "docs/api.md"),
    ],
    dependencies: ["context", "net/http", "encoding/json", "time", "log/slog"],
    aiShare: 0.15,
  },
  {
    name: "ledger",
    from: 0.2,
    until: 1,
    weight: 1.6,
    machine: 0,
    editors: [0, 3],
    branches: ["main", "import-camt", "budget-view", "fix/rounding"],
    files: [
      ...files("Rust", "src/main.rs src/money.rs src/import/camt.rs src/import/csv.rs src/report.rs tests/balance.rs"),
      ...files("TOML", "Cargo.toml"),
      ...files("Markdown", "README.md"),
    ],
    dependencies: ["serde", "anyhow", "clap", "chrono"],
    aiShare: 0.25,
  },
  {
    name: "garden-ios",
    from: 0.3,
    until: 0.85,
    weight: 1.2,
    machine: 0,
    editors: [0],
    branches: ["main", "watering-plan", "widgets"],
    files: [
      ...files("Swift", "Garden/App.swift Garden/PlantList.swift Garden/PlantView.swift Garden/Store.swift"),
      ...files("Swift", "Widgets/NextWatering.swift GardenTests/StoreTests.swift"),
    ],
    dependencies: ["SwiftUI", "Foundation", "WidgetKit"],
    aiShare: 0.2,
  },
  {
    name: "thesis",
    from: 0,
    until: 0.38,
    weight: 1.4,
    machine: 0,
    editors: [1],
    branches: ["main", "chapter-4"],
    files: [
      ...files("TeX", "thesis.tex chapters/introduction.tex chapters/method.tex chapters/results.tex"),
      ...files("Python", "figures/plots.py analysis/clean.py analysis/model.py"),
      ...files("Jupyter Notebook", "analysis/explore.ipynb"),
    ],
    dependencies: ["numpy", "pandas", "matplotlib"],
    aiShare: 0,
  },
  {
    name: "weather-station",
    from: 0.55,
    until: 0.95,
    weight: 0.7,
    machine: 2,
    editors: [0],
    branches: ["main", "low-power"],
    files: [
      ...files("C++", "firmware/main.cpp firmware/sensor.cpp firmware/radio.cpp"),
      ...files("C", "firmware/bme280.c"),
      ...files("Python", "tools/decode.py"),
    ],
    dependencies: ["vector", "string"],
    aiShare: 0.1,
  },
  {
    name: "homelab",
    from: 0,
    until: 1,
    weight: 0.5,
    machine: 1,
    editors: [1],
    branches: ["main"],
    files: [
      ...files("Nix", "hosts/attic.nix modules/backup.nix"),
      ...files("YAML", "compose/paperless.yaml compose/photos.yaml"),
      ...files("Shell", "bin/snapshot.sh"),
    ],
    dependencies: [],
    aiShare: 0.1,
  },
  {
    name: "dotfiles",
    from: 0,
    until: 1,
    weight: 0.25,
    machine: 0,
    editors: [1],
    branches: ["main"],
    files: [...files("Lua", "nvim/init.lua nvim/lua/plugins.lua"), ["zsh/.zshrc"], ["git/config"]],
    dependencies: [],
    aiShare: 0,
  },
  {
    name: "advent-of-code",
    from: 0.02,
    until: 0.1,
    weight: 1.1,
    machine: 2,
    editors: [0],
    branches: ["main"],
    files: files("Elixir", "lib/day01.ex lib/day07.ex lib/day12.ex lib/day19.ex"),
    dependencies: ["Enum", "Stream"],
    aiShare: 0,
  },
  {
    name: "team-website",
    from: 0.6,
    until: 1,
    weight: 0.9,
    machine: 2,
    editors: [2, 0],
    branches: ["main", "redesign", "blog", "a11y/navigation"],
    files: [
      ...files("TypeScript", "src/content.ts src/build.ts"),
      ...files("Astro", "src/pages/index.astro src/pages/blog/[slug].astro src/components/Header.astro"),
      ...files("SCSS", "src/styles/main.scss"),
      ...files("JSON", "package.json"),
    ],
    dependencies: ["astro", "zod"],
    aiShare: 0.35,
  },
];

/** Pages that are looked at between two edits. */
export const DEMO_SITES = [
  "https://developer.example.org/docs",
  "https://issues.example.com/board",
  "https://search.example.com",
  "https://forum.example.net/t/4711",
] as const;
