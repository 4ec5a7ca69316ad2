import { type Json, object, objects, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { geminiUsage, modelName } from "./generate-content.ts";

/** What is embedded is recorded; of the vectors only how many there are and how long. */
export function embeddingRequest(params: Json): Omit<ModelRequest, "provider"> {
  const dimensions = object(params.config).outputDimensionality;
  return {
    operation: "embeddings",
    model: modelName(params.model),
    attributes: typeof dimensions === "number" ? { "gen_ai.embeddings.dimension.count": dimensions } : {},
    content: () => ({ inputs: inputTexts(params.contents ?? params.content) }),
  };
}

export function embeddingResponse(answer: Json): ModelResponse {
  const embeddings = objects(answer.embeddings);
  const dimensions = (embeddings[0]?.values as unknown[] | undefined)?.length;
  return {
    usage: geminiUsage(answer.usageMetadata) ?? countedUsage(embeddings),
    attributes: dimensions === undefined ? {} : { "gen_ai.embeddings.dimension.count": dimensions },
    content: () => ({ outputs: { embeddings: embeddings.length, dimensions } }),
  };
}

/** Texts where all is text, else the contents as they are. */
function inputTexts(contents: unknown): unknown {
  const texts = [contents].flat().map((each) => {
    if (typeof each === "string") return each;
    const parts = objects(object(each).parts);
    return text(object(each).text) ?? (parts.length === 1 ? text(parts[0]!.text) : undefined);
  });
  return texts.every((each) => each !== undefined) ? texts : contents;
}

/** Vertex AI counts each text. */
function countedUsage(embeddings: readonly Json[]): ModelResponse["usage"] {
  const counts = embeddings.map(({ statistics }) => object(statistics).tokenCount);
  if (counts.length === 0 || !counts.every((count) => typeof count === "number")) return undefined;
  return { inputTokens: counts.reduce((sum, count) => sum + count, 0) };
}
