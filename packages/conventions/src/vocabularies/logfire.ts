import { json, label, labels, number, text } from "../attributes.ts";
import { reportedCost } from "../cost.ts";
import { ifAny, known, tagsOf } from "../facts.ts";
import { at } from "../json.ts";
import { findObject, findString } from "../json-scan.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import type { Attributes, SpanContent, SpanFacts, SpanSource } from "../span-view.ts";
import { usageFromProvider } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * Logfire: placeholders that announce a span at its start, log records sent as zero-length spans, and the provider's
 * own request and response in JSON.
 */
export const logfire: Vocabulary = {
  name: "logfire",
  signs: ["logfire.span_type", "logfire.msg", "logfire.json_schema", "operation.cost"],
  facts,
  content,
};

function facts({ attributes }: SpanSource): Partial<SpanFacts> | undefined {
  const kind = label(attributes, "logfire.span_type");
  const usage = usageIn(attributes);
  const response = text(attributes, "response_data");
  return ifAny({
    // A log is no call, though it repeats the call's attributes; but what it counts is counted nowhere else.
    type: kind === "log" ? ("UNKNOWN" as const) : undefined,
    usageScope: kind === "log" && usage !== undefined ? ("call" as const) : undefined,
    usage,
    requestModel: requestModel(attributes),
    responseModel: response === undefined ? undefined : findString(response, "model"),
    reportedCost: reportedCost({ total: number(attributes, "operation.cost") }),
    tags: tagsOf(labels(attributes, "logfire.tags")?.filter((tag) => tag !== "LLM")),
    announces: announcesIn(attributes, kind),
  });
}

function announcesIn(attributes: Attributes, kind: string | undefined): SpanFacts["announces"] {
  if (kind !== "pending_span") return undefined;
  const parent = label(attributes, "logfire.pending_parent_id")?.toLowerCase();
  return {
    parentSpanId: parent === undefined || !/^[0-9a-f]{16}$/.test(parent) || /^0+$/.test(parent) ? null : parent,
  };
}

function usageIn(attributes: Attributes) {
  const raw = json(attributes, "gen_ai.usage.raw");
  if (raw !== undefined) return usageFromProvider(raw);
  const response = text(attributes, "response_data");
  return response === undefined ? undefined : usageFromProvider(findObject(response, "usage"));
}

function requestModel(attributes: Attributes): string | undefined {
  const request = text(attributes, "request_data");
  return request === undefined ? undefined : findString(request, "model");
}

function content({ attributes }: SpanSource): Partial<SpanContent> | undefined {
  const response = json(attributes, "response_data");
  return known({
    ...readRequest(json(attributes, "request_data")),
    outputMessages: readResponse(response) ?? readResponse(at(response, "message")) ?? readResponse(streamed(response)),
  });
}

/** The older wrappers join the chunks of a stream. */
function streamed(response: unknown): unknown {
  const joined = at(response, "combined_chunk_content");
  return typeof joined === "string" ? [{ role: "assistant", content: joined }] : undefined;
}
