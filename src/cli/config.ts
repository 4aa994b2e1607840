import { type Config, type EffectiveConfig, originText, settings } from "../config.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

/** `hearth config`: every effective setting and where it came from. */
export const configCommand: Command = {
  name: "config",
  summary: "show every setting and where its value comes from",
  usage: "",
  options: { json: { type: "boolean", help: "as a JSON object" } },
  examples: [
    { line: "hearth config", does: "settings as the next hearth serve of this shell would see them" },
    { line: "hearth config --json --port 80", does: "for scripts, with a flag tried out" },
  ],
  run: ({ flags, config, io }) => {
    io.out(flags["json"] ? configJson(config) : configTable(config));
    return Promise.resolve(exitCodes.ok.code);
  },
};

const keys = Object.keys(settings) as (keyof Config)[];

/** An object by setting name: `{"port":{"value":80,"source":"flag","name":"--port"}, …}`; an absent value is null. */
function configJson(config: EffectiveConfig): string {
  const rows = keys.map((key) => {
    const { value, origin } = config[key];
    return [settings[key].name, { value: value ?? null, source: origin.kind, name: origin.name || undefined }];
  });
  return JSON.stringify(Object.fromEntries(rows), undefined, 2);
}

function configTable(config: EffectiveConfig): string {
  const rows = keys.map((key) => {
    const { value, origin } = config[key];
    const text = Array.isArray(value) ? value.join(",") : String(value ?? "");
    return [settings[key].name, text === "" ? "none" : text, originText(origin)] as const;
  });
  const table = [["setting", "value", "from"] as const, ...rows];
  const width = (column: 0 | 1) => Math.max(...table.map((row) => row[column].length)) + 2;
  const [nameWidth, valueWidth] = [width(0), width(1)];
  return table.map(([name, value, from]) => name.padEnd(nameWidth) + value.padEnd(valueWidth) + from).join("\n");
}
