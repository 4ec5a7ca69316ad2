import { ApiError, invalidParameter, type PromptTemplate, promptSource, promptTags } from "@spanloom/wire";
import { reportOnce } from "../safely.ts";
import type { Connection } from "./connection.ts";
import { type EntryValues, entriesOf, recordOf } from "./entries.ts";
import { isCode, orMissing } from "./experiments.ts";
import { linkPrompt } from "./linked-prompts.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import { PromptCache } from "./prompt-cache.ts";
import { type PromptVersion, promptVersionOf } from "./prompt-version.ts";
import type { RegisteredModel } from "./registry.ts";
import type { CallOptions } from "./transport.ts";

/** A version of a prompt to be registered. */
export interface NewPrompt<Template extends PromptTemplate = PromptTemplate> extends CallOptions {
  /** Letters, digits, `_`, `.` and `-`. */
  readonly name: string;
  /** A text or the messages of a chat, with `{{ name }}` for variables. */
  readonly template: Template;
  readonly commitMessage?: string | undefined;
  /** Of the version, and of the prompt. */
  readonly tags?: EntryValues | undefined;
  /** A JSON schema for the answer. */
  readonly responseFormat?: unknown;
  /** What to call and how; `model_name`, `provider`, `temperature`, `max_tokens`, … as MLflow's clients have it. */
  readonly modelConfig?: Readonly<Record<string, unknown>> | undefined;
}

/** How fresh a prompt has to be. */
export interface LoadPromptOptions extends CallOptions {
  /**
   * How long what was loaded counts as true; default: a minute for an alias, for ever for a version. 0: it is asked for each
   * time, and a server that is away is an error.
   */
  readonly cacheTtlMs?: number | undefined;
  /** Whether the active span, trace and run note that they use the prompt; default: yes. */
  readonly link?: boolean | undefined;
}

/** A prompt, of which there are versions. */
export interface Prompt {
  readonly name: string;
  readonly description: string | undefined;
  /** Of the prompt. */
  readonly tags: Readonly<Record<string, string>>;
  readonly creationTimeMs: number;
}

const aliasTtlMs = 60_000;
const patienceMs = 1_000;

/** The part of a client that has to do with prompts. All reject with `ApiError`. */
export function promptCalls(connection: Connection) {
  const { rest } = connection;
  const cache = new PromptCache<PromptVersion>();

  async function load(address: PromptAddress, options: CallOptions): Promise<PromptVersion> {
    const { name, version, alias } = address;
    const found =
      version !== undefined
        ? await rest.getModelVersion({ name, version }, options)
        : await rest.getModelVersionByAlias({ name, alias: alias! }, options);
    return promptVersionOf(found.model_version!);
  }

  async function makePrompt(name: string, tags: EntryValues, description: string | undefined): Promise<boolean> {
    const found = await orMissing(async () => (await rest.getRegisteredModel({ name })).registered_model);
    if (found === undefined) {
      try {
        await rest.createRegisteredModel({
          name,
          description,
          tags: entriesOf({ ...tags, [promptTags.isPrompt]: "true" }),
        });
        return true;
      } catch (error) {
        if (!isCode(error, "RESOURCE_ALREADY_EXISTS")) throw error;
        return makePrompt(name, tags, description); // somebody else has made it meanwhile
      }
    }
    if (recordOf(found.tags)[promptTags.isPrompt] === undefined) {
      throw new ApiError("RESOURCE_ALREADY_EXISTS", `There is a model called '${name}': a prompt needs another name.`);
    }
    for (const entry of entriesOf(tags)) await rest.setRegisteredModelTag({ name, ...entry });
    return false;
  }

  return {
    /** The next version of a prompt, which is made where there is none. */
    async registerPrompt<Template extends PromptTemplate>(
      prompt: NewPrompt<Template>,
    ): Promise<PromptVersion<Template>> {
      const { name, template, commitMessage, tags = {}, responseFormat, modelConfig, signal } = prompt;
      checkPromptName(name);
      const isChat = typeof template !== "string";
      const all = {
        ...tags,
        [promptTags.isPrompt]: "true",
        [promptTags.type]: isChat ? "chat" : "text",
        [promptTags.text]: isChat ? JSON.stringify(template) : template,
        ...(responseFormat !== undefined && { [promptTags.responseFormat]: JSON.stringify(responseFormat) }),
        ...(modelConfig !== undefined && { [promptTags.modelConfig]: JSON.stringify(modelConfig) }),
      };
      const isNew = await makePrompt(name, tags, commitMessage);
      // The registry asks for a source, and refuses any other of a prompt.
      const request = { name, source: promptSource, description: commitMessage, tags: entriesOf(all) };
      let made: Awaited<ReturnType<typeof rest.createModelVersion>>;
      try {
        made = await rest.createModelVersion(request, { signal });
      } catch (error) {
        if (isNew) await rest.deleteRegisteredModel({ name }).catch(() => undefined); // no prompt without versions
        throw error;
      }
      cache.delete(keyOf({ name, alias: "latest" }));
      await noteExperiment(connection, name);
      return promptVersionOf(made.model_version!) as PromptVersion<Template>;
    },

    /**
     * A version of a prompt: `"prompts:/name/3"`, `"prompts:/name@alias"`, or a name and a version; a name alone is its
     * latest version. It is kept: what is past its time is loaded again, and given as it was, after a second at most, where the
     * server is away or slow.
     */
    async loadPrompt(
      nameOrUri: string,
      version?: string | number | LoadPromptOptions,
      options: LoadPromptOptions = {},
    ): Promise<PromptVersion> {
      const chosen = typeof version === "object" ? version : options;
      const address = addressOf(nameOrUri, typeof version === "object" ? undefined : version);
      const { signal, link = true } = chosen;
      const { cacheTtlMs: ttlMs = address.alias === undefined ? Number.POSITIVE_INFINITY : aliasTtlMs } = chosen;
      signal?.throwIfAborted();
      // Others may wait for the same load, so it is not this one's signal that ends it.
      const loading = cache.get(keyOf(address), () => load(address, {}), { ttlMs, patienceMs });
      const prompt = await (signal === undefined ? loading : endedBy(signal, loading));
      if (link) linkPrompt(connection, prompt);
      return prompt;
    },

    /** Prompts, without their templates. `experimentId` is a filter, too: those that were registered or used there. */
    async *searchPrompts({
      filter,
      experimentId,
      orderBy,
      pageSize,
      signal,
    }: SearchOptions & { readonly experimentId?: string | undefined } = {}): AsyncGenerator<Prompt, void, undefined> {
      const clauses = [
        filter,
        `tags.\`${promptTags.isPrompt}\` = 'true'`,
        experimentId !== undefined && `tags.\`${promptTags.experimentIds}\` LIKE '%,${experimentId},%'`,
      ];
      const request = {
        filter: clauses.filter(Boolean).join(" AND "),
        order_by: orderBy,
        max_results: pageSize,
      };
      const found = itemsOf(
        (page_token) => rest.searchRegisteredModels({ ...request, page_token }, { signal }),
        ({ registered_models }) => registered_models,
      );
      for await (const model of found) yield promptOf(model);
    },

    /** Moves an alias, such as `production`, to a version. */
    async setPromptAlias(name: string, alias: string, version: string | number, options?: CallOptions): Promise<void> {
      await rest.setRegisteredModelAlias({ name, alias, version: String(version) }, options);
      cache.delete(keyOf({ name, alias }));
    },

    async deletePromptAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
      await rest.deleteRegisteredModelAlias({ name, alias }, options);
      cache.delete(keyOf({ name, alias }));
    },

    async setPromptTags(name: string, tags: EntryValues, options?: CallOptions): Promise<void> {
      for (const entry of entriesOf(tags)) await rest.setRegisteredModelTag({ name, ...entry }, options);
    },

    async setPromptVersionTags(
      name: string,
      version: string | number,
      tags: EntryValues,
      options?: CallOptions,
    ): Promise<void> {
      for (const entry of entriesOf(tags)) {
        await rest.setModelVersionTag({ name, version: String(version), ...entry }, options);
      }
      cache.delete(keyOf({ name, version: String(version) }));
    },

    async deletePromptVersion(name: string, version: string | number, options?: CallOptions): Promise<void> {
      await rest.deleteModelVersion({ name, version: String(version) }, options);
      cache.delete(keyOf({ name, version: String(version) }));
    },

    /** With all its versions, for good. */
    async deletePrompt(name: string, options?: CallOptions): Promise<void> {
      await rest.deleteRegisteredModel({ name }, options);
    },
  };
}

/** Either a version or an alias. */
interface PromptAddress {
  readonly name: string;
  readonly version?: string | undefined;
  readonly alias?: string | undefined;
}

const keyOf = ({ name, version, alias }: PromptAddress) => JSON.stringify([name, version, alias]);

function addressOf(nameOrUri: string, version: string | number | undefined): PromptAddress {
  const uri = /^prompts:\/+([^/@]+)(?:\/(\d+)|@([^/@]+))?$/.exec(nameOrUri);
  if (uri === null && nameOrUri.startsWith("prompts:/")) {
    throw invalidParameter("uri", "must be prompts:/<name>/<version> or prompts:/<name>@<alias>", nameOrUri);
  }
  if (uri !== null && version !== undefined) {
    throw invalidParameter("version", "must not be given besides a URI, which has one", version);
  }
  const [, name = nameOrUri, inUri = version, alias] = uri ?? [];
  checkPromptName(name);
  return inUri === undefined ? { name, alias: alias ?? "latest" } : { name, version: String(inUri) };
}

function checkPromptName(name: string): void {
  if (/^[a-zA-Z0-9_.-]+$/.test(name)) return;
  throw invalidParameter("name", "must be letters, digits, '_', '.' and '-'", name);
}

function promptOf({ name = "", description, tags, creation_timestamp }: RegisteredModel): Prompt {
  const own = Object.entries(recordOf(tags)).filter(
    ([key]) => key !== promptTags.isPrompt && key !== promptTags.experimentIds,
  );
  return {
    name,
    description: description === "" ? undefined : description,
    tags: Object.fromEntries(own),
    creationTimeMs: creation_timestamp ?? 0,
  };
}

/** So that the prompt is listed with the experiment. A prompt is no worse without it. */
async function noteExperiment({ rest, defaultExperimentId }: Connection, name: string): Promise<void> {
  try {
    const id = await defaultExperimentId();
    const { registered_model } = await rest.getRegisteredModel({ name });
    const ids = (recordOf(registered_model?.tags)[promptTags.experimentIds] ?? "").split(",").filter(Boolean);
    if (ids.includes(id)) return;
    const value = `,${[...ids, id].join(",")},`; // between commas, so that a search for 1 does not find 10
    await rest.setRegisteredModelTag({ name, key: promptTags.experimentIds, value });
  } catch (error) {
    reportOnce("noting the experiment of a prompt", error);
  }
}

async function endedBy<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", stop!);
  }
}
