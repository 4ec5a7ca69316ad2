import { promptSource, promptTags } from "@spanloom/wire";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { nameFilter } from "./experiments.ts";
import { modelKey, modelsKey, useModelList, useVersionList } from "./registry.ts";

/** What a new version of a prompt is made of. */
export interface PromptDraft {
  readonly type: "text" | "chat";
  /** A text, or the messages of a chat as JSON. */
  readonly text: string;
  readonly commitMessage: string;
  /** JSON, or empty for none. */
  readonly responseFormat: string;
  /** JSON, or empty for none. */
  readonly modelConfig: string;
}

/** The registry gives models without prompts, unless it is asked for these. */
const isPrompt = `tags.\`${promptTags.isPrompt}\` = 'true'`;

/** Prompts, those of one experiment where one is named, whose name has all the words of a text; `orderBy` as the API writes it. */
export function usePromptList(text: string, orderBy: string, experimentId?: string) {
  // Their ids stand between commas: `,1,7,`.
  const ofExperiment =
    experimentId && `tags.\`${promptTags.experimentIds}\` LIKE '%,${experimentId.replace(/\D/g, "")},%'`;
  return useModelList([isPrompt, ofExperiment, nameFilter(text)].filter(Boolean).join(" AND "), orderBy);
}

/** Versions of a prompt, the newest first, page by page. */
export function usePromptVersions(name: string) {
  return useVersionList(name, isPrompt);
}

/** What the traces that used each version add up to; see proto/spanloom/lineage_view.proto. */
export function usePromptUse(name: string) {
  return useQuery({
    queryKey: [...modelKey(name), "use"],
    queryFn: ({ signal }) => client.getPromptUse(name, signal),
    staleTime: 10_000,
  });
}

/** Makes a prompt with its first version, and takes it back where the version is refused. */
export function useNewPrompt(experimentId?: string) {
  const queries = useQueryClient();
  return async (name: string, draft: PromptDraft): Promise<void> => {
    await client.createRegisteredModel(name, [
      { key: promptTags.isPrompt, value: "true" },
      ...(experimentId === undefined ? [] : [{ key: promptTags.experimentIds, value: `,${experimentId},` }]),
    ]);
    try {
      await sendVersion(name, draft);
    } catch (error) {
      await client.deleteRegisteredModel(name).catch(() => undefined);
      throw error;
    } finally {
      void queries.invalidateQueries({ queryKey: modelsKey });
    }
  };
}

/** Makes the next version; resolves with its number. */
export function useNewPromptVersion(name: string) {
  const queries = useQueryClient();
  return async (draft: PromptDraft): Promise<string> => {
    const version = await sendVersion(name, draft);
    void queries.invalidateQueries({ queryKey: modelsKey });
    void queries.invalidateQueries({ queryKey: modelKey(name) });
    return version;
  };
}

async function sendVersion(name: string, draft: PromptDraft): Promise<string> {
  const { type, text, commitMessage, responseFormat, modelConfig } = draft;
  const tags: [key: string, value: string][] = [
    [promptTags.isPrompt, "true"],
    [promptTags.type, type],
    [promptTags.text, text],
  ];
  if (responseFormat) tags.push([promptTags.responseFormat, responseFormat]);
  if (modelConfig) tags.push([promptTags.modelConfig, modelConfig]);
  const made = await client.createModelVersion({
    name,
    source: promptSource,
    description: commitMessage,
    tags: tags.map(([key, value]) => ({ key, value })),
  });
  return made.version;
}
