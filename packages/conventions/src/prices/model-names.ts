import { foldProvider } from "../providers.ts";

/**
 * The names under which a model may stand in the price table, the most exact first. Providers wrap one model id in
 * paths, regions, vendors, versions and dates; each step takes one wrapping off, so that an entry for the exact id
 * (`gpt-4o-2024-05-13`) wins over the one for the family (`gpt-4o`).
 */
export function modelNames(provider: string, model: string): string[] {
  const names = new Set<string>();
  const add = (name: string) => {
    if (name !== "") names.add(name);
  };
  const bare = withoutVendor(provider, withoutPath(model.trim().toLowerCase()));
  add(bare);
  for (const name of provider === "aws.bedrock" ? bedrockNames(bare) : [withoutVersion(bare)]) {
    add(name);
    const undated = withoutDate(name);
    add(undated);
    // Claude's versions are written with a dot as well: claude-sonnet-4.5.
    if (undated.startsWith("claude")) add(undated.replaceAll(".", "-"));
  }
  return [...names];
}

/** `models/gemini-2.5-pro`, `projects/p/locations/l/publishers/google/models/gemini-2.5-pro`, `arn:aws:…/model-id`. */
function withoutPath(model: string): string {
  if (model.startsWith("arn:")) return model.slice(model.lastIndexOf("/") + 1);
  const at = model.lastIndexOf("models/");
  return at === -1 ? model : model.slice(at + "models/".length);
}

/** LiteLLM and Genkit put a vendor in front (`openai/gpt-4o`). Only the provider's own name says nothing new. */
function withoutVendor(provider: string, model: string): string {
  const vendor = vendorOf(model);
  const isItself = vendor === provider || (vendor?.startsWith("gcp.") && provider.startsWith("gcp."));
  return isItself ? model.slice(model.indexOf("/") + 1) : model;
}

/** The provider that a name of the form `vendor/model` starts with. */
export function vendorOf(model: string): string | undefined {
  const slash = model.indexOf("/");
  return slash === -1 ? undefined : foldProvider(model.slice(0, slash));
}

/** Vertex AI's `@20250929` and `@default`, Gemini's `-001`, and `-latest`. */
function withoutVersion(model: string): string {
  return model.replace(/@(?:\d{8}|default|latest)$/, "").replace(/-(?:00\d|latest)$/, "");
}

/**
 * `us.anthropic.claude-sonnet-4-5-20250929-v1:0` → `claude-sonnet-4-5`. A global inference profile has a price of its
 * own, so its names come with `global.` in front first. `-v1` is mostly noise, but tells Titan's embeddings apart.
 */
function bedrockNames(model: string): string[] {
  const [, prefix, id = model] = /^([a-z-]+\.)?[a-z0-9]+\.([a-z].*)$/.exec(model) ?? [];
  const versioned = id.replace(/(?::\d+)+k?$/, "");
  const names = [versioned, versioned.replace(/-v\d+$/, "")];
  return prefix === "global." ? [...names.map((name) => `global.${name}`), ...names] : names;
}

/** `-2024-07-18` and `-20250929`. Shorter numbers (`gpt-4-0613`, `mistral-large-2411`) name models, not dates of one. */
function withoutDate(model: string): string {
  return model.replace(/^(ft:[^:]+):.*$/, "$1").replace(/-(?:20\d\d-\d\d-\d\d|20\d{6})$/, "");
}
