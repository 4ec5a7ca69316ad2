/** One key with what each side has there; undefined where it has nothing. */
export interface ComparedRow {
  readonly key: string;
  readonly values: readonly (string | undefined)[];
  readonly differs: boolean;
}

/** Every key that a side has, by name, with the values side by side. */
export function compared(sides: readonly ReadonlyMap<string, string>[]): ComparedRow[] {
  const keys = [...new Set(sides.flatMap((values) => [...values.keys()]))].sort(byName.compare);
  return keys.map((key) => {
    const values = sides.map((side) => side.get(key));
    return { key, values, differs: values.some((value) => value !== values[0]) };
  });
}

/** `layer.2` before `layer.10`. */
const byName = new Intl.Collator("en", { numeric: true });
