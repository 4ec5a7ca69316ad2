import { asLabel, count, json, label } from "../attributes.ts";
import { ifAny, known } from "../facts.ts";
import { isObject, type JsonObject, parseIfJson, str } from "../json.ts";
import { readRequest, readResponse } from "../message-shapes/conversation.ts";
import { readMessages, textMessage } from "../message-shapes/messages.ts";
import { names } from "../names.ts";
import { foldProvider } from "../providers.ts";
import type { AttributeValue, Message, SpanContent, SpanSource } from "../span-view.ts";
import { usageOf } from "../usage.ts";
import type { Vocabulary } from "../vocabulary.ts";

/**
 * OpenTelemetry's GenAI conventions up to 1.36: `gen_ai.system`, `prompt_tokens`, and messages one by one on events,
 * which are log records (the message is the body) or span events (the message is spread over the attributes).
 */
export const otelGenaiLegacy: Vocabulary = {
  name: "otel-genai-legacy",
  signs: [names.system, "gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens", names.prompt, names.completion],
  tellsEvent: isMessageEvent,
  facts: ({ attributes }) =>
    ifAny({
      provider: foldProvider(label(attributes, names.system)),
      usage: usageOf({
        inputTokens: count(attributes, "gen_ai.usage.prompt_tokens"),
        outputTokens: count(attributes, "gen_ai.usage.completion_tokens"),
      }),
    }),
  content: (source) => {
    const told = fromEvents(eventsOf(source));
    const asked = json(source.attributes, names.prompt);
    const answered = json(source.attributes, names.completion);
    const request = readRequest(asked);
    return known({
      ...request,
      inputMessages:
        told.input ??
        request.inputMessages ??
        bareText(asked, "user") ??
        contentEvent(source, "gen_ai.content.prompt", names.prompt, "user"),
      outputMessages:
        told.output ??
        readResponse(answered) ??
        bareText(answered, "assistant") ??
        contentEvent(source, "gen_ai.content.completion", names.completion, "assistant"),
      inputs: asked,
      outputs: answered,
    }) as Partial<SpanContent> | undefined;
  },
};

/** A prompt or completion that is nothing but text. */
function bareText(value: unknown, role: "user" | "assistant"): readonly Message[] | undefined {
  return typeof value === "string" && value !== "" ? [textMessage(role, value)] : undefined;
}

/** One event as its name and the message's fields, wherever they came from. */
export interface MessageEvent {
  readonly name: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

function isMessageEvent(name: string): boolean {
  return (
    name === "gen_ai.choice" ||
    /^gen_ai\.(system|user|assistant|tool)\.message$/.test(name) ||
    name.startsWith("gen_ai.content.")
  );
}

function eventsOf({ events, logs }: SpanSource): MessageEvent[] {
  return [
    ...events.map(({ name, attributes }) => ({ name, fields: parsedFields(attributes) })),
    ...logs.map(({ eventName, attributes, body }) => ({
      name: eventName,
      fields: { ...parsedFields(attributes), ...bodyFields(body) },
    })),
  ].filter(({ name }) => isMessageEvent(name));
}

/** Content that is text stays text, as users write JSON too; everything else that is JSON is parsed. */
function parsedFields(attributes: Readonly<Record<string, AttributeValue>>): Record<string, unknown> {
  const fields = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      name === "content" && typeof value === "string" ? value : parseIfJson(value),
    ]),
  );
  // Azure's SDKs put the whole body into one attribute.
  const body = fields["gen_ai.event.content"];
  return isObject(body) ? { ...fields, ...body } : fields;
}

function bodyFields(body: AttributeValue): Readonly<Record<string, unknown>> {
  const parsed = parseIfJson(body);
  if (isObject(parsed)) return parsed;
  return parsed === undefined || parsed === null || parsed === "" ? {} : { content: parsed };
}

/** Message events as the conversation that was sent and the answers to it. */
export function fromEvents(events: readonly MessageEvent[]): {
  input?: readonly Message[];
  output?: readonly Message[];
} {
  const input: Message[] = [];
  const output: Message[] = [];
  for (const { name, fields } of events) {
    if (name === "gen_ai.choice") output.push(...choice(fields));
    else if (name.endsWith(".message")) input.push(...spoken(name.split(".")[1]!, fields));
  }
  return { ...(input.length > 0 ? { input } : {}), ...(output.length > 0 ? { output } : {}) };
}

function choice(fields: Readonly<Record<string, unknown>>): readonly Message[] {
  const body = fields.message ?? fields.content ?? (fields.tool_calls === undefined ? undefined : fields);
  const message = isMessageBody(body) ? body : { content: body };
  const finishReason = asLabel(fields.finish_reason);
  const tools =
    fields.tool_calls === undefined || message.tool_calls !== undefined ? {} : { tool_calls: fields.tool_calls };
  const read =
    readMessages([{ content: null, ...message, ...tools, role: str(message.role) ?? "assistant" }], "assistant") ?? [];
  const said = read.filter((each) => each.parts.length > 0);
  return finishReason === undefined ? said : said.map((each) => ({ ...each, finishReason }));
}

function isMessageBody(body: unknown): body is JsonObject {
  return isObject(body) && ["role", "content", "tool_calls", "parts"].some((name) => name in body);
}

function spoken(speaker: string, fields: Readonly<Record<string, unknown>>): readonly Message[] {
  const role = str(fields.role) ?? speaker;
  const { content = null, tool_calls, id, name } = fields as Record<string, unknown>;
  const message = {
    role,
    content,
    ...(tool_calls === undefined ? {} : { tool_calls }),
    ...(name === undefined ? {} : { name }),
  };
  return readMessages([speaker === "tool" ? { ...message, role: "tool", tool_call_id: id } : message]) ?? [];
}

/** Spring AI and the oldest drafts: the whole prompt or completion on one event. */
function contentEvent(
  { events }: SpanSource,
  event: string,
  attribute: string,
  role: "user" | "assistant",
): readonly Message[] | undefined {
  const value = events.find(({ name }) => name === event)?.attributes[attribute];
  if (value === undefined) return undefined;
  const parsed = parseIfJson(value);
  const messages =
    readMessages(parsed, role) ?? (role === "user" ? readRequest(parsed).inputMessages : readResponse(parsed));
  if (messages !== undefined) return messages;
  const texts = (Array.isArray(parsed) ? parsed : [parsed]).filter(
    (each) => typeof each === "string" && each !== "",
  ) as string[];
  return texts.length === 0 ? undefined : texts.map((each) => textMessage(role, each));
}
