import { type Json, number, object, objects, text } from "./json.ts";

type Draft = Record<string, unknown>;

/**
 * Puts the chunks of a streamed chat completion together to the object that the same call answers without streaming, as
 * far as we record it. Spellings with and without underscores are read; those with are written.
 */
export class ChatChunks {
  readonly #answer: Draft = {};
  readonly #choices = new Map<number, { message: Draft; calls: Map<number, Draft>; finish_reason?: string }>();

  /** True where the chunk carries output of the model. */
  add(given: unknown): boolean {
    const chunk = object(given);
    for (const name of ["id", "model", "usage", "service_tier", "system_fingerprint"]) {
      if (chunk[name] !== undefined && chunk[name] !== null) this.#answer[name] = chunk[name];
    }
    // Groq puts the usage of a stream here.
    const usage = object(chunk.x_groq).usage;
    if (usage !== undefined) this.#answer.usage = usage;
    let output = false;
    for (const choice of objects(chunk.choices)) output = this.#addChoice(choice) || output;
    return output;
  }

  answer(): Json {
    const choices = [...this.#choices].sort(([a], [b]) => a - b);
    return {
      ...this.#answer,
      choices: choices.map(([index, { message, calls, finish_reason }]) => ({
        index,
        finish_reason,
        message: { ...message, ...(calls.size > 0 ? { tool_calls: [...calls.values()] } : {}) },
      })),
    };
  }

  #addChoice(choice: Json): boolean {
    const index = number(choice.index) ?? 0;
    let draft = this.#choices.get(index);
    if (draft === undefined) {
      draft = { message: { role: "assistant" }, calls: new Map() };
      this.#choices.set(index, draft);
    }
    const reason = text(choice.finish_reason) ?? text(choice.finishReason);
    if (reason !== undefined) draft.finish_reason = reason;
    // Legacy completions stream `text` in the place of a delta.
    const delta = choice.delta === undefined ? { content: choice.text } : object(choice.delta);
    let output = false;
    for (const name of ["content", "refusal", "reasoning_content", "reasoning"]) {
      output = append(draft.message, name, delta[name]) || output;
    }
    for (const call of objects(delta.tool_calls ?? delta.toolCalls)) {
      output = true;
      addCall(draft.calls, call);
    }
    if (typeof delta.function_call === "object") {
      output = true;
      const called = object(draft.message.function_call);
      const { name, arguments: given } = object(delta.function_call);
      draft.message.function_call = {
        name: text(name) ?? called.name,
        arguments: `${called.arguments ?? ""}${given ?? ""}`,
      };
    }
    return addAudio(draft.message, delta.audio) || output;
  }
}

function append(message: Draft, name: string, delta: unknown): boolean {
  if (typeof delta === "string") {
    if (delta === "") return false;
    const before = message[name];
    if (Array.isArray(before)) addPart(before, { type: "text", text: delta });
    else message[name] = `${before ?? ""}${delta}`;
    return true;
  }
  // Mistral streams lists of parts where the answer has several kinds.
  const added = objects(delta);
  if (added.length === 0) return false;
  const before = message[name];
  const parts: Json[] = Array.isArray(before) ? before : text(before) ? [{ type: "text", text: before }] : [];
  for (const part of added) addPart(parts, part);
  message[name] = parts;
  return true;
}

/** Pieces of one text or one thought become one part. */
function addPart(parts: Json[], part: Json): void {
  const last = parts.at(-1);
  if (part.type === "text" && last?.type === "text")
    parts[parts.length - 1] = { type: "text", text: `${last.text ?? ""}${part.text ?? ""}` };
  else if (part.type === "thinking" && last?.type === "thinking")
    parts[parts.length - 1] = { type: "thinking", thinking: [...objects(last.thinking), ...objects(part.thinking)] };
  else parts.push(part);
}

/** Calls come in pieces: the first names the tool, the others add to the text of the arguments. */
function addCall(calls: Map<number, Draft>, delta: Json): void {
  const index = number(delta.index) ?? calls.size;
  const before = calls.get(index) ?? {};
  const kind = delta.custom === undefined && before.custom === undefined ? "function" : "custom";
  const body = object(before[kind]);
  const { name, arguments: given, input } = object(delta[kind]);
  const more = given ?? input;
  calls.set(index, {
    id: text(delta.id) ?? before.id,
    [kind]: {
      name: text(name) ?? body.name,
      arguments: typeof more === "string" ? `${body.arguments ?? ""}${more}` : (more ?? body.arguments),
    },
  });
}

/** The transcript only: pieces of a recording, each base64 of its own, do not make one file. */
function addAudio(message: Draft, delta: unknown): boolean {
  const transcript = text(object(delta).transcript);
  if (transcript !== undefined)
    message.audio = { transcript: `${object(message.audio).transcript ?? ""}${transcript}` };
  return transcript !== undefined || text(object(delta).data) !== undefined;
}
