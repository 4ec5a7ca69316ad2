/** JSON with its numbers as they were written: to Python 1 and 1.0 are two things. */

/** A number in it is a `RawNumber`. */
export type ExactJson = string | boolean | null | RawNumber | readonly ExactJson[] | ExactObject;

export type ExactObject = { readonly [key: string]: ExactJson };

/** What `JSON.rawJSON` makes: `JSON.stringify` and `printJson` write its text as it is. */
export interface RawNumber {
  readonly rawJSON: string;
}

/** Throws `SyntaxError`. NaN and the infinities, which Python writes though JSON has none, are read as null. */
export function parseExact(text: string): ExactJson {
  return parsePython(text, rawNumber) as ExactJson;
}

/** `number` makes what stands for a number of its text. Otherwise as `parseExact`. */
export function parsePython(text: string, number: (text: string) => unknown): unknown {
  const revive = (_key: string, value: unknown, { source = "" }: { source?: string } = {}): unknown =>
    typeof value === "number" ? number(source) : value;
  try {
    return JSON.parse(text, revive);
  } catch (error) {
    const without = text.replace(pythonNumber, (found, string) => string ?? (found === "" ? "" : "null"));
    if (without === text) throw error;
    return JSON.parse(without, revive);
  }
}

export const rawNumber = (text: string): RawNumber => json.rawJSON!(text);

/** A text in quotes, or a number that is none. */
const pythonNumber = /("(?:[^"\\]|\\.)*")|NaN|-?Infinity/g;

export function isExactObject(value: ExactJson | undefined): value is ExactObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

export function isRawNumber(value: unknown): value is RawNumber {
  return json.isRawJSON?.(value) === true;
}

/** Of browsers, those that lack them (see `parseJson`) have no raw numbers either. */
const json = JSON as unknown as {
  rawJSON?(text: string): RawNumber;
  isRawJSON?(value: unknown): boolean;
};
