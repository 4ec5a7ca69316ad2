import { type Json, number, object, text } from "../shared/json.ts";
import { parsedArguments } from "../shared/messages.ts";

type Draft = Record<string, unknown>;

/** Puts the events of a streamed Converse (or of a streamed Nova) together to its output, as far as they came. */
export class ConverseEvents {
  #role: unknown = "assistant";
  #end: Json = {};
  readonly #blocks = new Map<number, Draft>();

  /** True where the event carries output of the model. */
  add(given: unknown): boolean {
    const event = object(given);
    const { messageStart, contentBlockStart, contentBlockDelta, messageStop, metadata } = event;
    if (messageStart !== undefined) this.#role = object(messageStart).role ?? this.#role;
    if (messageStop !== undefined) this.#end = { ...this.#end, stopReason: object(messageStop).stopReason };
    if (metadata !== undefined) this.#end = { ...this.#end, usage: object(metadata).usage };
    if (contentBlockStart !== undefined) {
      const { start, contentBlockIndex } = object(contentBlockStart);
      this.#blocks.set(number(contentBlockIndex) ?? this.#blocks.size, { ...object(start) });
    }
    if (contentBlockDelta === undefined) return false;
    const { delta, contentBlockIndex } = object(contentBlockDelta);
    return this.#append(number(contentBlockIndex) ?? 0, object(delta));
  }

  output(): Json {
    const content = [...this.#blocks].sort(([a], [b]) => a - b).map(([, block]) => finished(block));
    return { ...this.#end, output: { message: { role: this.#role, content } } };
  }

  #append(index: number, delta: Json): boolean {
    const block = this.#blocks.get(index) ?? {};
    this.#blocks.set(index, block);
    if (text(delta.text) !== undefined) {
      block.text = `${block.text ?? ""}${delta.text}`;
      return true;
    }
    const input = text(object(delta.toolUse).input);
    if (input !== undefined) {
      const before = object(block.toolUse);
      block.toolUse = { ...before, input: `${before.input ?? ""}${input}` };
      return true;
    }
    const thought = text(object(delta.reasoningContent).text);
    if (thought === undefined) return false;
    const before = text(object(object(block.reasoningContent).reasoningText).text) ?? "";
    block.reasoningContent = { reasoningText: { text: `${before}${thought}` } };
    return true;
  }
}

/** The arguments of a call come as pieces of JSON. */
function finished(block: Draft): Json {
  if (block.toolUse === undefined) return block;
  const call = object(block.toolUse);
  return { toolUse: { ...call, input: parsedArguments(call.input ?? "{}") } };
}
