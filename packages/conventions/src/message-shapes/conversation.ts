import { at, isObject, type JsonObject, parseIfJson, str } from "../json.ts";
import type { Message, SpanContent } from "../span-view.ts";
import { readMessages, textMessage } from "./messages.ts";
import { readParts } from "./parts.ts";
import { readToolDefinitions } from "./tool-definitions.ts";

/**
 * The body of a model request, as the client library was given it: OpenAI chat and Responses, Anthropic, Gemini,
 * Bedrock, LangChain, the AI SDK, or a bare list of messages. Empty where the value is something else.
 */
export function readRequest(
  value: unknown,
): Pick<SpanContent, "inputMessages" | "toolDefinitions" | "modelParameters"> {
  const body = parseIfJson(value);
  const bare = readMessages(body);
  if (bare !== undefined) return { inputMessages: bare };
  if (!isObject(body)) return {};
  const system = readSystem(
    body.system ??
      body.instructions ??
      body.systemInstruction ??
      body.system_instruction ??
      at(body, "config", "system_instruction"),
  );
  const said = readSaid(body);
  const tools = readToolDefinitions(
    body.tools ?? body.functions ?? at(body, "toolConfig", "tools") ?? at(body, "config", "tools"),
  );
  const parameters = said === undefined ? undefined : parametersOf(body);
  return {
    ...(said === undefined ? {} : { inputMessages: [...system, ...said] }),
    ...(tools === undefined ? {} : { toolDefinitions: tools }),
    ...(parameters === undefined ? {} : { modelParameters: parameters }),
  };
}

/** The body of a model response, or what an agent gave back: the messages that are new in it. */
export function readResponse(value: unknown): readonly Message[] | undefined {
  const body = parseIfJson(value);
  const listed =
    readMessages(body, "assistant") ??
    readGenerations(body) ??
    (isObject(body)
      ? (firstMessages(body, ["choices", "messages", "candidates", "output", "outputs", "update", "message"]) ??
        readContent(body))
      : undefined);
  return listed === undefined ? undefined : afterTheQuestion(listed);
}

/** System text in front of a conversation, as a message; nothing where there is none. */
export function readSystem(value: unknown): readonly Message[] {
  const parts = readParts(isObject(value) && "parts" in value ? value.parts : value);
  return parts.length === 0 ? [] : [{ role: "system", parts }];
}

/**
 * Frameworks return the whole conversation where one answer was meant: what follows the last user message is the
 * answer. A list without user messages is all answer.
 */
function afterTheQuestion(messages: readonly Message[]): readonly Message[] {
  const last = messages.findLastIndex((message) => message.role === "user");
  return last < 0 || last === messages.length - 1
    ? messages.filter((each) => last < 0 || each.role !== "user")
    : messages.slice(last + 1);
}

function readSaid(body: JsonObject, depth = 0): readonly Message[] | undefined {
  for (const name of ["messages", "input", "contents", "prompt", "prompts", "inputs"]) {
    const value = body[name];
    if (value === undefined || value === null || value === "") continue;
    if (typeof value === "string") {
      if (name === "inputs") continue;
      return [textMessage("user", value)];
    }
    const messages = readMessages(value) ?? (name === "contents" || name === "prompt" ? userParts(value) : undefined);
    if (messages !== undefined) return messages;
    const wraps = (name === "inputs" || name === "input") && isObject(value) && depth < mostWrappings;
    const nested = wraps ? readSaid(value, depth + 1) : undefined;
    if (nested !== undefined) return nested;
  }
  return undefined;
}

/** Frameworks wrap a conversation two or three times; hostile senders would do so without end. */
const mostWrappings = 8;

/** Gemini allows bare parts or text where a list of contents is meant. */
function userParts(value: unknown): readonly Message[] | undefined {
  const parts = readParts(value);
  return parts.length > 0 && parts.every((part) => part.type !== "other") ? [{ role: "user", parts }] : undefined;
}

/** LangChain's model output: a list of generations for each prompt. */
function readGenerations(body: unknown): readonly Message[] | undefined {
  const generations = at(body, "generations");
  if (!Array.isArray(generations)) return undefined;
  const messages = generations.flat(1).flatMap((generation): readonly Message[] => {
    const full = at(generation, "message");
    const text = str(at(generation, "text"));
    return (
      (full === undefined ? undefined : readMessages([full], "assistant")) ??
      (text === undefined ? [] : [textMessage("assistant", text)])
    );
  });
  return messages.length > 0 ? messages : undefined;
}

function firstMessages(body: JsonObject, names: readonly string[], depth = 0): readonly Message[] | undefined {
  for (const name of names) {
    const value = body[name];
    if (value === undefined || value === null || typeof value === "string") continue;
    const messages =
      readMessages(value, "assistant") ??
      fromChoices(value) ??
      fromCandidates(value) ??
      nestedMessages(value, name, depth);
    if (messages !== undefined) return messages;
  }
  return undefined;
}

/** Text completions: `choices: [{ text, finish_reason }]`. */
function fromChoices(value: unknown): readonly Message[] | undefined {
  if (
    !Array.isArray(value) ||
    !value.every((each) => typeof at(each, "text") === "string" && "finish_reason" in (each as object))
  )
    return undefined;
  return value.map((each) => textMessage("assistant", String(at(each, "text"))));
}

/** Gemini: `candidates: [{ content: { role, parts }, finishReason }]`. */
function fromCandidates(value: unknown): readonly Message[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const contents = value.map((each) => at(each, "content")).filter((each) => each !== undefined);
  return contents.length === 0 ? undefined : readMessages(contents, "assistant");
}

/** LangGraph's `{ output: [{ update: { messages } }] }` and Bedrock's `{ output: { message } }`. */
function nestedMessages(value: unknown, name: string, depth: number): readonly Message[] | undefined {
  if (depth >= mostWrappings || (name !== "output" && name !== "outputs" && name !== "update")) return undefined;
  const items = Array.isArray(value) ? value : [value];
  const found = items.flatMap((item) =>
    isObject(item) ? (firstMessages(item, ["messages", "message", "update"], depth + 1) ?? []) : [],
  );
  return found.length > 0 ? found : undefined;
}

/** Anthropic's response is itself the message. */
function readContent(body: JsonObject): readonly Message[] | undefined {
  if (!Array.isArray(body.content) && body.type !== "message") return undefined;
  const parts = readParts(body.content);
  return parts.length === 0 ? undefined : [{ role: "assistant", parts }];
}

/** What is left of a request once messages and tools are taken out: temperature and the like. */
function parametersOf(body: JsonObject): Readonly<Record<string, unknown>> | undefined {
  const left = Object.entries(body).filter(
    ([name, value]) => !notParameters.has(name) && value !== null && value !== undefined,
  );
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

const notParameters = new Set([
  "messages",
  "input",
  "contents",
  "prompt",
  "prompts",
  "inputs",
  "system",
  "instructions",
  "systemInstruction",
  "system_instruction",
  "tools",
  "functions",
  "model",
  "extra_headers",
  "metadata",
]);
