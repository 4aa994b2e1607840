export type TestReport = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Every test file with the time its tests took, slowest first. */
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
};

/** The counts and the slowest files of a JUnit report as `bun test` writes it; undefined for text that is none. */
export function parseJunit(xml: string): TestReport | undefined {
  const total = /<testsuites [^>]*>/.exec(xml)?.[0];
  if (total === undefined) return undefined;
  const [tests, failed, skipped] = ["tests", "failures", "skipped"].map((name) => Number(attribute(total, name)));
  if (tests === undefined || failed === undefined || skipped === undefined) return undefined;
  // Suites of files are named after them; those inside them, after what they describe.
  const files = [...xml.matchAll(/<testsuite [^>]*>/g)]
    .map(([suite]) => ({
      name: attribute(suite, "name"),
      file: attribute(suite, "file"),
      time: attribute(suite, "time"),
    }))
    .filter(({ name, file }) => name === file)
    .map(({ file, time }) => ({ file, seconds: Number(time) }));
  return { passed: tests - failed - skipped, failed, skipped, files: files.sort((a, b) => b.seconds - a.seconds) };
}

function attribute(tag: string, name: string): string {
  return new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}
