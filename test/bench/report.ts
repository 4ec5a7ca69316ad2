/** Rows under headings, right-aligned but for the first column; as Markdown, so that it can be pasted into docs/. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (at === 0 ? (cells[at] ?? "").padEnd(width) : (cells[at] ?? "").padStart(width))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`;
  process.stdout.write(`\n${[line(headings), rule, ...rows.map(line)].join("\n")}\n\n`);
}

/** What is going on, on stderr: stdout has the tables only. */
export function note(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}

/** The value that a share of all values is not above; `share` 0.5 is the median. Throws on no values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("no values to take a percentile of");
  return value;
}

/** `12,345`. */
export const whole = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Milliseconds with the digits that matter. */
export const ms = (value: number): string => (value < 10 ? value.toFixed(1) : whole(value));

export const times = (value: number): string => `${value.toFixed(2)} ×`;

export const megabytes = (bytes: number): string => `${whole(bytes / 1e6)} MB`;
