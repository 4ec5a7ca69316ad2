import { type Json, number, object, text } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";
import { definedCounts, type TokenCounts } from "../shared/usage.ts";
import { bodyOf } from "./model-bodies.ts";

/** A request of InvokeModel: the body is JSON as text or bytes. */
export function invokeRequest(input: Json): Omit<ModelRequest, "provider"> {
  const modelId = text(input.modelId);
  return { ...bodyOf(modelId).request(jsonOf(input.body)), model: modelId };
}

/** Its answer; `headers` are those of the HTTP response, which count tokens where the body does not. */
export function invokeResponse(output: Json, input: Json, headers: Json): ModelResponse {
  const response = bodyOf(text(input.modelId)).response(jsonOf(output.body));
  return { ...response, usage: { ...countsOf(headers), ...definedCounts(response.usage) } };
}

/** A streamed answer: each event has a piece of the vendor's body, the last one Bedrock's own counts. */
export function invokeStream(input: Json): StreamGatherer {
  const gatherer = bodyOf(text(input.modelId)).stream();
  let counts: TokenCounts = {};
  return {
    add(event) {
      const chunk = jsonOf(object(object(event).chunk).bytes);
      const metrics = object(chunk["amazon-bedrock-invocationMetrics"]);
      if (number(metrics.inputTokenCount) !== undefined)
        counts = { inputTokens: number(metrics.inputTokenCount), outputTokens: number(metrics.outputTokenCount) };
      return gatherer.add(chunk);
    },
    response() {
      const response = gatherer.response();
      return { ...response, usage: { ...definedCounts(counts), ...definedCounts(response.usage) } };
    },
  };
}

function countsOf(headers: Json): TokenCounts {
  const count = (name: string) => {
    const value = Number.parseInt(String(headers[name]), 10);
    return Number.isSafeInteger(value) ? value : undefined;
  };
  return definedCounts({
    inputTokens: count("x-amzn-bedrock-input-token-count"),
    outputTokens: count("x-amzn-bedrock-output-token-count"),
  });
}

function jsonOf(body: unknown): Json {
  try {
    const json = typeof body === "string" ? body : body instanceof Uint8Array ? new TextDecoder().decode(body) : "{}";
    return object(JSON.parse(json));
  } catch {
    return {};
  }
}
