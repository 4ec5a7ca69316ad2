/** The wire's lists of keys and values, as the records that people write. */

/** Values of tags and parameters: texts as they are, objects and lists as JSON, everything else as `String` has it. */
export type EntryValues = Readonly<Record<string, unknown>>;

export function entriesOf(values: EntryValues): { key: string; value: string }[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: textOf(value) }));
}

export function textOf(value: unknown): string {
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? (JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? String(value))
    : value instanceof Date
      ? value.toISOString()
      : String(value);
}

/** A key called `__proto__` is a key like any other. */
export function recordOf(
  entries: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((entries ?? []).map(({ key = "", value = "" }) => [key, value]));
}

/** At most `size` at a time. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
