import { modelNames, vendorOf } from "./model-names.ts";
import { PriceTableError, readPriceFile } from "./price-file.ts";

export { PriceTableError };

/** Prices of one model in 1e-12 USD a token: a price of 2.50 USD a million tokens is 2,500,000. */
export interface TokenPrices {
  readonly input: number;
  /** Absent where the model gives no tokens back (embeddings). */
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly cacheWriteOneHour?: number;
  readonly inputAudio?: number;
  readonly outputAudio?: number;
}

export interface ModelPrice extends TokenPrices {
  /** Dearest first. The whole request costs what its tier says, not only the tokens above the limit. */
  readonly tiers: readonly (TokenPrices & { readonly aboveInputTokens: number })[];
}

/** One thing a price file says: these models of these providers cost this. */
export interface PriceEntry {
  readonly providers: readonly string[];
  /** Lower-case names; one that ends in `*` stands for every name that starts so. */
  readonly models: readonly string[];
  readonly price: ModelPrice;
}

/** Immutable, and cheap to ask: answers are remembered. */
export interface PriceTable {
  /** Which prices a computed cost was made from, kept beside the cost. */
  readonly version: string;
  readonly entries: readonly PriceEntry[];
  /** The price of a model, or undefined where the table does not know it for certain. */
  find(provider: string | undefined, model: string): ModelPrice | undefined;
}

const noPrices: PriceTable = { version: "none", entries: [], find: () => undefined };

/**
 * Reads a price file (the form of table.json). With a `base`, an entry of the file takes the place of what the base
 * says about the same provider and model, and all else stays; `version` then names both.
 * Throws `PriceTableError`, which says where in the file and what would be right.
 */
export function readPriceTable(json: unknown, base: PriceTable = noPrices): PriceTable {
  const file = readPriceFile(json);
  // Later entries win in the index, so the file comes after its base.
  const entries = [...base.entries, ...file.entries];
  const version = base === noPrices ? file.version : `${base.version}+${file.version}`;
  return { version, entries, find: remembering(indexOf(entries)) };
}

type Find = PriceTable["find"];

interface ProviderIndex {
  readonly exact: Map<string, ModelPrice>;
  /** Without the `*`, the longest first. */
  readonly prefixes: [prefix: string, price: ModelPrice][];
}

function indexOf(entries: readonly PriceEntry[]): Find {
  const providers = new Map<string, ProviderIndex>();
  for (const { providers: names, models, price } of entries) {
    for (const provider of names) {
      const index: ProviderIndex = providers.get(provider) ?? { exact: new Map(), prefixes: [] };
      providers.set(provider, index);
      for (const model of models) {
        if (model.endsWith("*")) index.prefixes.unshift([model.slice(0, -1), price]);
        else index.exact.set(model, price);
      }
    }
  }
  for (const { prefixes } of providers.values()) prefixes.sort(([a], [b]) => b.length - a.length);

  const findAt = (provider: string, model: string): ModelPrice | undefined => {
    const index = providers.get(provider);
    if (index === undefined) return undefined;
    const names = modelNames(provider, model);
    for (const name of names) {
      const price = index.exact.get(name);
      if (price !== undefined) return price;
    }
    return index.prefixes.find(([prefix]) => names.some((name) => name.startsWith(prefix)))?.[1];
  };

  return (provider, model) => {
    if (provider !== undefined) return findAt(provider, model);
    const likely = likelyProvider(model);
    if (likely !== undefined) return findAt(likely, model);
    // Nobody says who answered: only a price on which all who sell that model agree is certain.
    // Bedrock's own names are told by their form, above, so it has no say in plain ones.
    const found = new Set<ModelPrice>();
    for (const name of providers.keys()) {
      const price = name === "aws.bedrock" ? undefined : findAt(name, model);
      if (price !== undefined) found.add(price);
    }
    return found.size === 1 ? [...found][0] : undefined;
  };
}

/** Who must have answered, told by the form of the model's name alone. */
function likelyProvider(model: string): string | undefined {
  const name = model.trim().toLowerCase();
  if (
    name.startsWith("arn:aws") ||
    /^(?:[a-z-]+\.)?(?:anthropic|amazon|meta|mistral|cohere|deepseek|openai)\./.test(name)
  )
    return "aws.bedrock";
  if (name.startsWith("models/")) return "gcp.gemini";
  if (name.startsWith("projects/") || name.startsWith("publishers/") || /@(?:\d{8}|default)$/.test(name))
    return "gcp.vertex_ai";
  return vendorOf(name);
}

/** Spans repeat a handful of models; a hostile sender of ever new names only empties the memory. */
const rememberedModels = 1_000;

function remembering(find: Find): Find {
  const answers = new Map<string | undefined, Map<string, ModelPrice | null>>();
  let remembered = 0;
  return (provider, model) => {
    if (model.length > 512) return undefined;
    let answer = answers.get(provider)?.get(model);
    if (answer === undefined) {
      answer = find(provider, model) ?? null;
      if (remembered++ >= rememberedModels) {
        answers.clear();
        remembered = 1;
      }
      const models = answers.get(provider) ?? new Map<string, ModelPrice | null>();
      answers.set(provider, models.set(model, answer));
    }
    return answer ?? undefined;
  };
}
