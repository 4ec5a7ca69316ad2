import { encodeRestJson, type Printable, Run } from "@spanloom/wire";
import { csvLine, isoTime } from "./csv.ts";

type Attribute = (typeof attributes)[number];
const attributes = ["run_id", "run_name", "status", "start_time", "end_time", "user_id"] as const;

/** An attribute of a run, or what was logged under a key. */
export type RunColumn = Attribute | `params.${string}` | `metrics.${string}` | `tags.${string}`;

export function isRunColumn(name: string): name is RunColumn {
  return (attributes as readonly string[]).includes(name) || /^(params|metrics|tags)\../su.test(name);
}

/**
 * Runs as CSV, a piece a page, its first line the names of the columns. Times are ISO 8601.
 */
export async function* runsCsv(
  pages: AsyncIterable<readonly Printable<Run>[]>,
  columns: readonly RunColumn[],
): AsyncGenerator<string> {
  yield csvLine(columns);
  for await (const page of pages) yield page.map((run) => csvLine(valuesOf(run, columns))).join("");
}

function valuesOf(run: Printable<Run>, columns: readonly RunColumn[]): string[] {
  // What was logged comes from the store as JSON text, because no one else looks at its values.
  const { info, data } = JSON.parse(encodeRestJson(Run, run)) as PlainRun;
  const logged: Record<string, Map<string, unknown>> = {
    params: byKey(data?.params),
    metrics: byKey(data?.metrics),
    tags: byKey(data?.tags),
  };
  return columns.map((column) => {
    const [, of, key] = /^(params|metrics|tags)\.(.+)$/su.exec(column) ?? [];
    if (of !== undefined && key !== undefined) return String(logged[of]?.get(key) ?? "");
    const value = info?.[column as Attribute];
    if (column === "start_time" || column === "end_time") return value ? isoTime(Number(value)) : "";
    return String(value ?? "");
  });
}

interface PlainRun {
  readonly info?: Readonly<Partial<Record<Attribute, string | number>>>;
  readonly data?: Readonly<Partial<Record<"params" | "metrics" | "tags", readonly Entry[]>>>;
}
interface Entry {
  readonly key?: string;
  readonly value?: unknown;
}

function byKey(entries: readonly Entry[] = []): Map<string, unknown> {
  return new Map(entries.map(({ key = "", value }) => [key, value]));
}
