// The things a person's heartbeats are about: projects with their files and branches, machines, programs.
import { type Random, random } from "../../src/domain/random.ts";

export type File = {
  /** below the folder of its project, with `/` */
  readonly path: string;
  readonly language: string;
  readonly dependencies: readonly string[];
  readonly lines: number;
};

export type Project = {
  readonly name: string;
  readonly bornMs: number;
  readonly endMs: number;
  /** how much of the time it takes while it lives */
  readonly weight: number;
  /** where it is mostly worked on, an index of MACHINES */
  readonly home: number;
  /** the first is the trunk, the others follow each other through its life */
  readonly branches: readonly string[];
  readonly fileCount: number;
  readonly file: (index: number) => File;
};

export type Machine = {
  readonly name: string;
  /** as the command-line client writes it into its agent */
  readonly platform: string;
  /** folder of the projects, with its last separator */
  readonly folder: string;
  readonly separator: "/" | "\\";
  readonly editors: readonly Editor[];
};

type Editor = { readonly name: string; readonly plugin: string; readonly version: (month: number) => string };

const DAY_MS = 86_400_000;
const YEAR_MS = 365.25 * DAY_MS;
export const PROJECTS = 60;
export const TIME_ZONE = "Europe/Berlin";

/** Name, extension, and packages that its files name; languages without packages have no dependencies. */
const LANGUAGES: readonly (readonly [string, string, string])[] = [
  ["TypeScript", "ts", "zod react preact express vite lodash drizzle-orm axios node:fs node:path hono effect"],
  ["Python", "py", "numpy pandas requests django flask pytest asyncio dataclasses typing pathlib sqlalchemy pydantic"],
  ["Go", "go", "fmt context net/http encoding/json strings sync time errors io testing log/slog os"],
  ["Rust", "rs", "serde tokio anyhow thiserror clap tracing reqwest axum std::fs std::io regex rayon"],
  ["JavaScript", "js", "react lodash express moment jquery webpack axios chalk fs path d3 three"],
  ["Java", "java", "java.util java.io org.junit lombok org.springframework com.google.common javax.inject org.slf4j"],
  ["Kotlin", "kt", "kotlinx.coroutines androidx.compose io.ktor dagger kotlin.math android.os"],
  ["C", "c", "stdio.h stdlib.h string.h unistd.h errno.h stdint.h"],
  ["C++", "cpp", "vector string memory iostream map algorithm boost"],
  ["Ruby", "rb", "rails rspec json set sidekiq faraday"],
  ["PHP", "php", "Illuminate Symfony Doctrine Monolog PHPUnit Carbon"],
  ["Swift", "swift", "SwiftUI Foundation Combine UIKit CoreData XCTest"],
  ["C#", "cs", "System System.Linq System.IO Newtonsoft.Json Xunit Microsoft.Extensions"],
  ["Elixir", "ex", "Ecto Phoenix Logger Enum GenServer Plug"],
  ["Lua", "lua", "luv plenary lspconfig telescope cmp"],
  ["SQL", "sql", ""],
  ["HTML", "html", ""],
  ["CSS", "css", ""],
  ["SCSS", "scss", ""],
  ["Shell", "sh", ""],
  ["Dockerfile", "dockerfile", ""],
  ["TOML", "toml", ""],
  ["YAML", "yaml", ""],
  ["JSON", "json", ""],
  ["Markdown", "md", ""],
];
const CODE = LANGUAGES.filter(([, , packages]) => packages !== "");
const OTHER = LANGUAGES.filter(([, , packages]) => packages === "");

const FIRST = "amber birch cedar delta ember fjord grove haven iris juniper kestrel lumen maple north opal".split(" ");
const SECOND = "api web store lens forge notes pilot relay works".split(" ");
const FOLDERS = "src lib core api web pages parts models views services store hooks jobs db auth tests docs".split(" ");
const STEMS = "user order invoice session query parser router index client server token chart table model event".split(
  " ",
);
const ENDS = "list view store form test page helper service factory config types state schema worker".split(" ");
const TOPICS = "login search billing charts export cache retry upload theme filter audit import sync docs".split(" ");

const release = (major: number, from: number, step: number) => (month: number) =>
  `${major}.${from + Math.floor(month / step)}.${month % 3}`;
const vscode: Editor = { name: "vscode", plugin: "vscode-wakatime", version: release(1, 4, 1) };
const idea: Editor = { name: "IntelliJIDEA", plugin: "IntelliJIDEA-wakatime", version: release(2024, 0, 4) };
const neovim: Editor = { name: "neovim", plugin: "vim-wakatime", version: release(0, 1, 12) };

export const MACHINES: readonly Machine[] = [
  {
    name: "Ada’s MacBook Pro",
    platform: "darwin-25.2.0-arm64",
    folder: "/Users/ada/src/",
    separator: "/",
    editors: [vscode, vscode, idea],
  },
  {
    name: "workstation",
    platform: "linux-6.8.0-45-generic-x86_64",
    folder: "/home/ada/src/",
    separator: "/",
    editors: [neovim, neovim, vscode],
  },
  {
    name: "DESKTOP-7QK2",
    platform: "windows-10.0.19045.4894-x86_64",
    folder: "C:\\Users\\ada\\src\\",
    separator: "\\",
    editors: [vscode, idea],
  },
];

/** Returns the user agent of an editor on a machine, which changes with its versions; `month` counts from 0. */
export function editorAgent(machine: Machine, editor: Editor, month: number): string {
  return `${cli(machine, month)} ${editor.name}/${editor.version(month)} ${editor.plugin}/${release(20, 0, 3)(month)}`;
}

/** Returns the user agent of the AI agent on a machine, with its model. */
export function agentAgent(machine: Machine, model: string, month: number): string {
  return `${cli(machine, month)} ${model} claude-code/2.1.${month} claude-code-wakatime/3.1.6`;
}

function cli({ platform }: Machine, month: number): string {
  return `wakatime/v1.${60 + Math.floor(month / 2)}.0 (${platform}) go1.${18 + Math.floor(month / 12)}.3`;
}

/** Returns 60 projects born over the `years` before `endMs`; at every moment some are alive, two of them always. */
export function projects(seed: number, endMs: number, years: number): Project[] {
  const startMs = endMs - years * YEAR_MS;
  return Array.from({ length: PROJECTS }, (_, i) => {
    const at = random(seed, 1, i);
    const lifeYears = i < 2 ? 2 * years : at.chance(0.3) ? 1.5 + at.next() * 3 : 0.2 + at.next();
    const bornMs = i < 2 ? startMs - YEAR_MS : startMs + ((i - 4) / (PROJECTS - 3)) * years * YEAR_MS;
    return {
      name: `${FIRST[i % FIRST.length]}-${SECOND[Math.floor(i / FIRST.length) + (i % 5)]}`,
      bornMs,
      endMs: bornMs + lifeYears * YEAR_MS,
      weight: i < 2 ? 0.1 : 0.3 + at.exponential(1),
      home: at.pick([0, 0, 1, 1, 1, 2]),
      branches: branches(at, lifeYears > 1.2 ? 20 : 4),
      ...files(seed, i, at),
    };
  });
}

function branches(at: Random, count: number): string[] {
  const topic = () => `${at.pick(["feature", "fix", "refactor"])}/${at.pick(TOPICS)}-${at.whole(10, 1000)}`;
  return ["main", ...Array.from({ length: count - 1 }, topic)];
}

/** The files of a project; each is made when it is first asked for and is always the same. */
function files(seed: number, project: number, at: Random): Pick<Project, "fileCount" | "file"> {
  const made = new Map<number, File>();
  const languages = [at.pick(CODE), at.pick(CODE), at.pick(OTHER), at.pick(OTHER)] as const;
  return {
    fileCount: at.whole(150, 800),
    file(index) {
      let file = made.get(index);
      if (file === undefined) {
        file = newFile(random(seed, 2, project, index), languages);
        made.set(index, file);
      }
      return file;
    },
  };
}

type Language = (typeof LANGUAGES)[number];

function newFile(at: Random, [first, second, third, fourth]: readonly [Language, Language, Language, Language]): File {
  const share = at.next();
  const [language, extension, packages] =
    share < 0.6 ? first : share < 0.8 ? second : share < 0.88 ? third : share < 0.93 ? fourth : at.pick(OTHER);
  const folders = Array.from({ length: at.whole(1, 4) }, () => at.pick(FOLDERS)).join("/");
  const known = packages === "" || !at.chance(0.4) ? [] : packages.split(" ");
  return {
    path: `${folders}/${at.pick(STEMS)}-${at.pick(ENDS)}${at.whole(0, 30)}.${extension}`,
    language,
    dependencies: [...new Set(Array.from({ length: known.length === 0 ? 0 : at.whole(1, 7) }, () => at.pick(known)))],
    lines: 20 + Math.floor(at.exponential(180)),
  };
}
