/**
 * JSON whose numbers are written again as they were: to the programs that read a record 1 and 1.0 are two things. An engine
 * without `JSON.rawJSON` (before 2025) keeps only what its own numbers hold.
 */
export function parseExact(text: string): unknown {
  return rawJSON ? JSON.parse(text, keepNumber) : JSON.parse(text);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawJSON?.(value);
}

const { rawJSON, isRawJSON } = JSON as unknown as {
  readonly rawJSON?: (text: string) => unknown;
  readonly isRawJSON?: (value: unknown) => boolean;
};

function keepNumber(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && context?.source !== undefined ? rawJSON?.(context.source) : value;
}
