// The description of the API for people: the document as one page, without a script and without a request elsewhere.
import { xmlText } from "../../domain/xml.ts";
import type { Json } from "./components.ts";
import type { OpenApi, Operation } from "./document.ts";
import { PATH_PARAMETERS } from "./path-parameters.ts";

/** What a route asks of its caller, in words. */
const KEYS: Readonly<Record<string, string>> = {
  full: "full key",
  write: "full or write key",
  read: "full or read key",
  any: "any key",
  public: "full or read key, none where statistics are public",
  open: "any key, none where statistics are public",
  none: "no key",
  page: "the pages' own",
};

type Row = { readonly method: string; readonly path: string; readonly operation: Operation };

/** Returns the document as an HTML page. */
export function pageOf(document: OpenApi): string {
  const rows = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const sections = document.tags.map(({ name, description }) => ({
    id: slug(name),
    name,
    description,
    rows: rows.filter(({ operation }) => operation.tags.includes(name)),
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hearth: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<header>
<h1>The API</h1>
<p>${xmlText(document.info.description)} Hearth ${xmlText(document.info.version)}; the same as <a href="/api/openapi.json">OpenAPI</a>.</p>
<p>Below each of: ${document.servers.map(({ url }) => code(url)).join(", ")}</p>
<p>Send a key as ${code("Authorization: Bearer KEY")}, ${code("Basic base64(KEY)")} or ${code("?api_key=KEY")}.</p>
<nav aria-label="Families"><ul>
${sections.map(({ id, name, rows: { length } }) => `<li><a href="#${id}">${xmlText(name)}</a> ${length}</li>`).join("\n")}
</ul></nav>
</header>
<main>
${sections.map((section) => sectionOf(section, document.components["parameters"] as Json)).join("\n")}
</main>
</body>
</html>
`;
}

type Section = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly rows: readonly Row[];
};

function sectionOf(section: Section, shared: Json): string {
  return `<section id="${section.id}" aria-labelledby="${section.id}-title">
<h2 id="${section.id}-title">${xmlText(section.name)}</h2>
<p>${xmlText(section.description)}.</p>
${section.rows.map((row) => routeOf(row, shared)).join("\n")}
</section>`;
}

/** A route folds open: what it reads, what is sent, what comes back. */
function routeOf({ method, path, operation }: Row, shared: Json): string {
  const { servers, requestBody, responses } = operation;
  const usual = Object.entries(responses).filter(([status]) => Number(status) < 400);
  const refused = Object.keys(responses).filter((status) => Number(status) >= 400);
  return `<details id="${xmlText(operation.operationId)}">
<summary><span class="method">${method}</span> <code>${path.replaceAll("/", "<wbr>/").replace(/^<wbr>/, "")}</code> <span class="key">${xmlText(operation["x-key"])}</span>
<span class="what">${marked(operation.summary)}</span></summary>
<p><b>Key</b> ${xmlText(KEYS[operation["x-key"]] ?? operation["x-key"])}${servers === undefined ? "" : `. <b>Stands</b> ${servers.map(({ url }) => code(url === "/" ? path : url + path)).join(", ")}`}</p>
${parametersOf(operation.parameters.map((one) => resolved(one, shared)))}
${requestBody === undefined ? "" : exampleOf("Send", requestBody["content"] as Json)}
${usual.map(([status, answer]) => exampleOf(status, (answer["content"] ?? {}) as Json, String(answer["description"]))).join("\n")}
<p class="refused">Refused with ${refused.map(code).join(" ")}</p>
</details>`;
}

/** Returns a parameter itself, where the operation only points to it. */
function resolved(parameter: Json, shared: Json): Json {
  const { $ref } = parameter;
  return typeof $ref === "string" ? (shared[$ref.slice($ref.lastIndexOf("/") + 1)] as Json) : parameter;
}

function parametersOf(parameters: readonly Json[]): string {
  if (parameters.length === 0) return "";
  const rows = parameters.map((parameter) => {
    const known = parameter["in"] === "path" ? PATH_PARAMETERS[String(parameter["name"])]?.description : undefined;
    return `<dt>${code(String(parameter["name"]))} <span>${xmlText(kindOf(parameter))}</span></dt><dd>${marked(known ?? String(parameter["description"]))}</dd>`;
  });
  return `<dl>${rows.join("")}</dl>`;
}

/** Returns what a parameter may be, in a few words: `in the path`, `1 to 60`, `true`, `project, entity, …`. */
function kindOf(parameter: Json): string {
  const place = parameter["in"] === "query" ? "" : parameter["in"] === "path" ? "in the path" : "header";
  const schema = parameter["schema"] as Json;
  const words = Array.isArray(schema["enum"]) ? schema["enum"].join(", ") : "";
  const least = schema["minimum"] === undefined ? "" : `${schema["minimum"]}`;
  const bounds =
    least === "" ? "" : schema["maximum"] === undefined ? `${least} or more` : `${least} to ${schema["maximum"]}`;
  const example = place === "in the path" ? "" : `for example ${String(parameter["example"])}`;
  const need = parameter["required"] === true && place === "" ? "needed" : "";
  return [place, need, words, bounds, words === "" ? example : ""].filter((part) => part !== "").join("; ");
}

function exampleOf(title: string, content: Json, description = ""): string {
  const [first] = Object.entries(content);
  const told = description === "" ? "" : ` ${xmlText(description)}`;
  if (first === undefined) return `<p><b>${xmlText(title)}</b>${told}</p>`;
  const [type, media] = first;
  const { example } = media as Json;
  const shown = typeof example === "string" ? example : indented(example);
  return `<p><b>${xmlText(title)}</b>${told}, ${code(type)}</p>
<pre tabindex="0">${xmlText(shown)}</pre>`;
}

/** Returns JSON for people; a list of numbers, such as one by hour of the week, stands in one line. */
function indented(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(/\[\s[\d\s,.-]+\]/g, (numbers) =>
    numbers.replaceAll(/\s+/g, " ").replace("[ ", "[").replace(" ]", "]"),
  );
}

/** Returns text with what stands between backquotes as code. */
function marked(text: string): string {
  return text
    .split("`")
    .map((part, i) => (i % 2 === 1 ? code(part) : xmlText(part)))
    .join("");
}

function code(text: string): string {
  return `<code>${xmlText(text)}</code>`;
}

function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z]+/g, "-");
}
