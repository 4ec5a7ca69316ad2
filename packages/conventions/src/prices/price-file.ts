import type { ModelPrice, PriceEntry, TokenPrices } from "./price-table.ts";

/** A price file that cannot be used; the message says where in the file and what would be right. */
export class PriceTableError extends Error {
  override readonly name = "PriceTableError";
}

/** Checks a parsed price file and turns its decimal strings into integers. Throws `PriceTableError`. */
export function readPriceFile(json: unknown): { version: string; entries: PriceEntry[] } {
  const file = asObject(json, "the price file");
  allowKeys(file, ["version", "currency", "sources", "entries"], "the price file");
  const version = asText(file.version, "version");
  if (file.currency !== "USD") throw wrong("currency", file.currency, 'must be "USD"');
  if (!Array.isArray(file.entries)) throw wrong("entries", file.entries, "must be a list");
  return { version, entries: file.entries.map((entry, index) => readEntry(entry, `entries[${index}]`)) };
}

const priceKeys = {
  input: "input",
  output: "output",
  cache_read: "cacheRead",
  cache_write: "cacheWrite",
  cache_write_1h: "cacheWriteOneHour",
  input_audio: "inputAudio",
  output_audio: "outputAudio",
} as const satisfies Record<string, keyof TokenPrices>;
const priceNames = Object.keys(priceKeys) as (keyof typeof priceKeys)[];

function readEntry(json: unknown, where: string): PriceEntry {
  const entry = asObject(json, where);
  allowKeys(entry, ["provider", "models", "tiers", ...priceNames], where);
  const providers = asTexts(entry.provider, `${where}.provider`);
  const models = asTexts(entry.models, `${where}.models`).map((name) => name.toLowerCase());
  for (const name of models)
    if (name.slice(0, -1).includes("*")) throw wrong(`${where}.models`, name, "may have a * only at its end");
  return { providers, models, price: { ...readPrices(entry, where), tiers: readTiers(entry, where) } };
}

function readPrices(json: Record<string, unknown>, where: string): TokenPrices {
  const prices: { -readonly [Key in keyof TokenPrices]: TokenPrices[Key] } = { input: 0 };
  if (json.input === undefined) throw wrong(`${where}.input`, undefined, "must be a price");
  for (const name of priceNames) {
    const value = json[name];
    if (value !== undefined) prices[priceKeys[name]] = picoUsdPerToken(value, `${where}.${name}`);
  }
  return prices;
}

/** A tier says every price anew that its entry has, so that nobody has to guess what a missing one means. */
function readTiers(entry: Record<string, unknown>, where: string): ModelPrice["tiers"] {
  const tiers = entry.tiers ?? [];
  if (!Array.isArray(tiers)) throw wrong(`${where}.tiers`, tiers, "must be a list");
  return tiers
    .map((json: unknown, index) => {
      const at = `${where}.tiers[${index}]`;
      const tier = asObject(json, at);
      allowKeys(tier, ["above", ...priceNames], at);
      for (const name of priceNames)
        if ((entry[name] === undefined) !== (tier[name] === undefined))
          throw wrong(`${at}.${name}`, tier[name], `must be there just where ${where} has it`);
      const aboveInputTokens = tier.above;
      if (typeof aboveInputTokens !== "number" || !Number.isSafeInteger(aboveInputTokens) || aboveInputTokens < 1)
        throw wrong(`${at}.above`, aboveInputTokens, "must be a whole number of input tokens, at least 1");
      return { ...readPrices(tier, at), aboveInputTokens };
    })
    .sort((a, b) => b.aboveInputTokens - a.aboveInputTokens);
}

/** USD a million tokens → 1e-12 USD a token: the decimal point moves six places, so six decimals are a whole number. */
function picoUsdPerToken(value: unknown, where: string): number {
  const [, whole, fraction = ""] = (typeof value === "string" && /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(value)) || [];
  if (whole === undefined)
    throw wrong(
      where,
      value,
      'must be USD per million tokens as a decimal string such as "2.50", at most six decimals',
    );
  return Number(whole + fraction.padEnd(6, "0"));
}

function asObject(json: unknown, where: string): Record<string, unknown> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) throw wrong(where, json, "must be an object");
  return json as Record<string, unknown>;
}

function asText(json: unknown, where: string): string {
  if (typeof json !== "string" || json.trim() === "") throw wrong(where, json, "must be a non-empty string");
  return json;
}

/** One string, or a non-empty list of them. */
function asTexts(json: unknown, where: string): string[] {
  const list = Array.isArray(json) ? json : [json];
  if (list.length === 0) throw wrong(where, json, "must not be empty");
  return list.map((text) => asText(text, where));
}

function allowKeys(json: Record<string, unknown>, allowed: readonly string[], where: string): void {
  const stranger = Object.keys(json).find((key) => !allowed.includes(key));
  if (stranger !== undefined)
    throw new PriceTableError(`${where} has an unknown key "${stranger}"; known are ${allowed.join(", ")}`);
}

function wrong(where: string, value: unknown, rule: string): PriceTableError {
  const shown =
    value === undefined ? "is missing and" : `is ${(JSON.stringify(value) ?? String(value)).slice(0, 80)} and`;
  return new PriceTableError(`${where} ${shown} ${rule}`);
}
