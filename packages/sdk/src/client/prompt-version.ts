import { ApiError, formatTemplate, type PromptTemplate, promptTags, variablesOf } from "@spanloom/wire";
import { recordOf } from "./entries.ts";
import type { ModelVersion } from "./registry.ts";

/**
 * A version of a prompt. It never changes, but for its tags and aliases.
 *
 * @example
 * const prompt = await client.loadPrompt("prompts:/greeting@production");
 * const messages = prompt.format({ name: "Ida" });
 */
export interface PromptVersion<Template extends PromptTemplate = PromptTemplate> {
  readonly name: string;
  readonly version: number;
  readonly template: Template;
  /** The names in `{{ }}`, in the order in which they first stand there. */
  readonly variables: readonly string[];
  readonly commitMessage: string | undefined;
  /** A JSON schema for the answer. */
  readonly responseFormat: unknown;
  /** What to call and how: `model_name`, `provider`, `temperature`, … */
  readonly modelConfig: Readonly<Record<string, unknown>> | undefined;
  /** Of the version. */
  readonly tags: Readonly<Record<string, string>>;
  readonly aliases: readonly string[];
  readonly creationTimeMs: number;
  /** `prompts:/<name>/<version>` */
  readonly uri: string;
  /**
   * The template with values in the place of its variables. Throws `ApiError` INVALID_PARAMETER_VALUE that names those
   * without one; with `partial` they stay.
   */
  format(variables?: Readonly<Record<string, unknown>>, options?: { readonly partial?: boolean }): Template;
}

/** Throws `ApiError` INVALID_PARAMETER_VALUE for what is a model, or no prompt that can be read. */
export function promptVersionOf(version: ModelVersion): PromptVersion {
  const { name = "", description } = version;
  const all = recordOf(version.tags);
  const text = all[promptTags.text];
  if (all[promptTags.isPrompt] === undefined || text === undefined) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `'${name}' is registered as a model and is no prompt.`);
  }
  const template = all[promptTags.type] === "chat" ? (jsonIn(name, promptTags.text, text) as PromptTemplate) : text;
  const reserved = new Set<string>(Object.values(promptTags));
  const number = Number(version.version);
  return {
    name,
    version: number,
    template,
    variables: variablesOf(template),
    commitMessage: description === "" ? undefined : description,
    responseFormat: jsonIn(name, promptTags.responseFormat, all[promptTags.responseFormat]),
    modelConfig: jsonIn(name, promptTags.modelConfig, all[promptTags.modelConfig]) as
      | Record<string, unknown>
      | undefined,
    tags: Object.fromEntries(Object.entries(all).filter(([key]) => !reserved.has(key))),
    aliases: version.aliases ?? [],
    creationTimeMs: version.creation_timestamp ?? 0,
    uri: `prompts:/${name}/${number}`,
    format: (values = {}, { partial = false } = {}) => formatTemplate(template, values, partial),
  };
}

function jsonIn(name: string, tag: string, text: string | undefined): unknown {
  if (text === undefined || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `Prompt '${name}' has no JSON in its tag '${tag}'.`, { cause });
  }
}
