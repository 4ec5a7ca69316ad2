import { parseArgs } from "node:util";

/**
 * Reads `--name value` options. The defaults say which there are and of what kind: a number takes a whole number (with
 * `k` or `m` behind it: `--spans 300k`), a list of words takes any of them, separated by commas, and a text any text.
 */
export function readOptions<Defaults extends Readonly<Record<string, number | string | readonly string[]>>>(
  args: readonly string[],
  defaults: Defaults,
): Options<Defaults> {
  const flagOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const known = Object.fromEntries(Object.keys(defaults).map((name) => [flagOf(name), { type: "string" as const }]));
  const { values } = parseArgs({ args: [...args], options: known });
  const entries = Object.entries(defaults).map(([name, fallback]) => {
    const text = values[flagOf(name)];
    if (typeof text !== "string") return [name, fallback];
    if (typeof fallback === "string") return [name, text];
    return [name, typeof fallback === "number" ? wholeNumber(name, text) : someOf(name, text, fallback)];
  });
  return Object.fromEntries(entries) as Options<Defaults>;
}

type Options<Defaults> = {
  [Name in keyof Defaults]: Defaults[Name] extends number
    ? number
    : Defaults[Name] extends string
      ? string
      : Defaults[Name] extends readonly (infer Word)[]
        ? readonly Word[]
        : never;
};

function wholeNumber(name: string, text: string): number {
  const [, digits, unit = ""] = /^(\d+)([km]?)$/i.exec(text) ?? [];
  const value = Number(digits) * ({ k: 1_000, m: 1_000_000 }[unit.toLowerCase()] ?? 1);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} is "${text}" and must be a whole number from 1, such as 300k`);
  return value;
}

function someOf(name: string, text: string, known: readonly string[]): string[] {
  const words = text.split(",");
  const stranger = words.find((word) => !known.includes(word));
  if (stranger !== undefined) throw new Error(`--${name} has "${stranger}"; known are ${known.join(", ")}`);
  return words;
}
