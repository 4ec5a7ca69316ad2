/**
 * Reading objects that a client or a provider made: any field may be missing or of another type than documented, and
 * nothing may throw because of it.
 */
export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one where it is none, so that fields can be asked for. */
export function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

/** The value as a list of objects; whatever is no object is left out. */
export function objects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "object" && each !== null) : [];
}

/** The value where it is text that is not empty. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The value where it is a finite number. */
export function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
