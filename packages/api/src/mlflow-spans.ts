import {
  type Attributes,
  type AttributeValue,
  type LogEvent,
  type PriceTable,
  priceOf,
  readSpan,
  type SpanContent,
  type SpanSource,
  type SpanView,
} from "@spanloom/conventions";
import type { SpanPayload } from "@spanloom/store";
import {
  type AnyValue,
  bytesToHex,
  decodeBinary,
  type Init,
  type JsonValue,
  jsonToAnyValue,
  type KeyValue,
  LogsData,
  type Span,
  TracesData,
  traceIdToMlflow,
} from "@spanloom/wire";

/**
 * The spans of a payload as MLflow's clients expect them: with MLflow's own attributes. Where a sender wrote other
 * conventions, what they mean is added under MLflow's names; nothing that came is changed or left out.
 * The root is first, then by start.
 */
export function mlflowSpans(payload: SpanPayload, prices: PriceTable): Span[] {
  const logs = logsBySpan(payload.logs);
  const spans: Span[] = [];
  for (const { resource, scopeSpans } of decodeBinary(TracesData, payload.traces).resourceSpans) {
    const resourceAttributes = attributesOf(resource?.attributes ?? []);
    for (const { scope, spans: inScope } of scopeSpans) {
      const from = {
        name: scope?.name ?? "",
        version: scope?.version ?? "",
        attributes: attributesOf(scope?.attributes ?? []),
      };
      for (const span of inScope) {
        const source = sourceOf(span, resourceAttributes, from, logs.get(bytesToHex(span.spanId)) ?? []);
        spans.push({ ...span, attributes: withMlflowAttributes(span, readSpan(source), prices) });
      }
    }
  }
  const isChild = (span: Span) => Number(span.parentSpanId.length > 0);
  return spans.sort((a, b) => isChild(a) - isChild(b) || (a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1));
}

function withMlflowAttributes(span: Span, view: SpanView, prices: PriceTable): KeyValue[] {
  const added: Record<string, JsonValue | undefined> = {
    "mlflow.spanType": view.type,
    "mlflow.spanInputs": inputsOf(view),
    "mlflow.spanOutputs": outputsOf(view),
    "mlflow.chat.tokenUsage": tokenUsageOf(view),
    "mlflow.chat.tools": toolsOf(view),
    "mlflow.llm.model": view.responseModel ?? view.requestModel,
    "mlflow.llm.provider": view.provider,
    "mlflow.llm.cost": costOf(view, prices),
  };
  const attributes = span.attributes.filter(({ key }) => key !== requestId);
  const known = new Set(attributes.map(({ key }) => key));
  for (const [key, value] of Object.entries(added)) {
    if (value !== undefined && !known.has(key)) attributes.push({ key, value: jsonToAnyValue(value) as AnyValue });
  }
  attributes.push({ key: requestId, value: { stringValue: traceIdToMlflow(bytesToHex(span.traceId)) } });
  return attributes;
}

/** Always made from the trace's id: what a client sends under this name is not believed. */
const requestId = "mlflow.traceRequestId";

function inputsOf(content: SpanContent): JsonValue | undefined {
  if (content.inputMessages !== undefined && content.inputMessages.length > 0)
    return { messages: messagesOf(content.inputMessages) };
  return toJson(content.inputs ?? content.toolRun?.arguments ?? content.query);
}

function outputsOf(content: SpanContent): JsonValue | undefined {
  if (content.outputMessages !== undefined && content.outputMessages.length > 0)
    return { messages: messagesOf(content.outputMessages) };
  if (content.documents !== undefined && content.outputs === undefined) {
    return content.documents.map((document) => ({
      page_content: document.content ?? "",
      metadata: toJson(document.metadata) ?? {},
      ...(document.id !== undefined && { id: document.id }),
    }));
  }
  return toJson(content.outputs ?? content.toolRun?.result);
}

/** As chat completions have them: text alone where there is only text. */
function messagesOf(messages: NonNullable<SpanContent["inputMessages"]>): JsonValue[] {
  return messages.map((message) => {
    const calls = message.parts.filter((part) => part.type === "tool_call");
    const result = message.parts.find((part) => part.type === "tool_result");
    const texts = message.parts.filter((part) => part.type === "text").map((part) => part.text);
    const rest = message.parts.filter((part) => !["text", "tool_call", "tool_result"].includes(part.type));
    const content = result !== undefined ? textOf(result.result) : texts.join("\n");
    return {
      role: message.role,
      content:
        rest.length === 0
          ? content
          : [...texts.map((text) => ({ type: "text", text })), ...rest.map((part) => toJson(part) ?? null)],
      ...(message.name !== undefined && { name: message.name }),
      ...(result?.id !== undefined && { tool_call_id: result.id }),
      ...(calls.length > 0 && {
        tool_calls: calls.map((call) => ({
          id: call.id ?? "",
          type: "function",
          function: { name: call.name, arguments: textOf(call.arguments ?? {}) },
        })),
      }),
    };
  });
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(toJson(value)) ?? ""));

function tokenUsageOf({ usage }: SpanView): JsonValue | undefined {
  if (usage?.inputTokens === undefined && usage?.outputTokens === undefined) return undefined;
  const input = usage.inputTokens ?? 0;
  const output = usage.outputTokens ?? 0;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(usage.cacheReadTokens !== undefined && { cache_read_input_tokens: usage.cacheReadTokens }),
    ...(usage.cacheWriteTokens !== undefined && { cache_creation_input_tokens: usage.cacheWriteTokens }),
  };
}

function toolsOf({ toolDefinitions }: SpanView): JsonValue | undefined {
  return toolDefinitions?.map((tool) => ({
    type: "function",
    function: {
      name: tool.name,
      ...(tool.description !== undefined && { description: tool.description }),
      ...(tool.parameters !== undefined && { parameters: toJson(tool.parameters) ?? null }),
    },
  }));
}

function costOf(view: SpanView, prices: PriceTable): JsonValue | undefined {
  const cost = priceOf(view, prices);
  if (cost === undefined) return undefined;
  const usd = (pico: number) => pico / 1e12;
  return {
    input_cost: usd(cost.inputPicoUsd),
    output_cost: usd(cost.outputPicoUsd),
    total_cost: usd(cost.totalPicoUsd),
  };
}

/** What a reader gives is JSON with the odd bytes or bigint in it. */
function toJson(value: unknown): JsonValue | undefined {
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return undefined;
  if (value === null || typeof value === "string" || typeof value === "boolean" || typeof value === "bigint")
    return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map((item) => toJson(item) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member) ?? null]));
}

function sourceOf(span: Span, resource: Attributes, scope: SpanSource["scope"], logs: readonly LogEvent[]): SpanSource {
  return {
    name: span.name,
    kind: span.kind,
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    status: { code: span.status?.code ?? 0, message: span.status?.message ?? "" },
    attributes: attributesOf(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: attributesOf(event.attributes) })),
    resource,
    scope,
    logs,
  };
}

function logsBySpan(bytes: Uint8Array): Map<string, LogEvent[]> {
  const found = new Map<string, LogEvent[]>();
  for (const { scopeLogs } of decodeBinary(LogsData, bytes).resourceLogs) {
    for (const record of scopeLogs.flatMap((scope) => scope.logRecords)) {
      const spanId = bytesToHex(record.spanId);
      const events = found.get(spanId) ?? [];
      found.set(spanId, events);
      events.push({
        eventName: record.eventName,
        timeUnixNano: record.timeUnixNano,
        attributes: attributesOf(record.attributes),
        body: attributeValue(record.body),
      });
    }
  }
  return found;
}

function attributesOf(attributes: readonly KeyValue[]): Attributes {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, attributeValue(value)]));
}

function attributeValue(value: Init<AnyValue> | undefined): AttributeValue {
  if (value === undefined) return null;
  if (value.intValue !== undefined)
    return Number.isSafeInteger(Number(value.intValue)) ? Number(value.intValue) : value.intValue;
  if (value.arrayValue !== undefined) return (value.arrayValue as { values: AnyValue[] }).values.map(attributeValue);
  if (value.kvlistValue !== undefined) return attributesOf((value.kvlistValue as { values: KeyValue[] }).values);
  return value.stringValue ?? value.boolValue ?? value.doubleValue ?? value.bytesValue ?? null;
}
