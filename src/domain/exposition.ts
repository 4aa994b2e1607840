// The text format in which Prometheus reads metrics.

/** One metric with a value per set of labels. */
export type Metric = {
  /** letters, digits and `_` */
  readonly name: string;
  /** one line for people */
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly samples: readonly Sample[];
};

export type Sample = {
  /** by label name (letters, digits and `_`); values may hold anything */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
};

/** The content type of the format. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * Returns metrics as text, in their order, each with its help and type; one without samples is announced all the same.
 *
 * ```
 * # HELP tide_seconds Height of the tide.
 * # TYPE tide_seconds gauge
 * tide_seconds{port="C:\\lisbon \"old\""} 7
 * ```
 * Source: Prometheus, text exposition format 0.0.4: in label values backslash, quote and line feed are escaped, in help
 * backslash and line feed; every line ends in a line feed.
 */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, help, type, samples }) =>
      [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}\n`,
        `# TYPE ${name} ${type}\n`,
        ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`),
      ].join(""),
    )
    .join("");
}

function labelText(labels: Sample["labels"] = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A label value between its quotes; half a surrogate pair, which UTF-8 cannot hold, is replaced. */
function escaped(value: string): string {
  return value.toWellFormed().replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
