/** One number, with the labels that tell it from others of its metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
  /** Behind the metric's name: `_bucket` of a histogram. */
  readonly suffix?: string;
}

export interface Metric {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  readonly samples: readonly Sample[];
}

export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** Prometheus's text format, which everything that scrapes can read. A metric without samples is left out. */
export function exposition(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, type, help, samples }) =>
      [
        `# HELP ${name} ${help.replace(/\\/g, "\\\\").replace(/\n/g, "\\n")}\n# TYPE ${name} ${type}\n`,
        ...samples.map(
          ({ labels, value, suffix = "" }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}\n`,
        ),
      ].join(""),
    )
    .join("");
}

/** The samples of a histogram: `counts` has those up to each bound, and last those beyond. */
export function histogramSamples(bounds: readonly number[], counts: readonly number[], sum: number): readonly Sample[] {
  let below = 0;
  const buckets = counts.map((count, at): Sample => {
    below += count;
    return { suffix: "_bucket", labels: { le: numberText(bounds[at] ?? Number.POSITIVE_INFINITY) }, value: below };
  });
  return [...buckets, { suffix: "_sum", value: sum }, { suffix: "_count", value: below }];
}

function labelText(labels: Sample["labels"]): string {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (text: string): string =>
  text.replace(/[\\"\n]/g, (letter) => (letter === "\n" ? "\\n" : `\\${letter}`));

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);
}
