import { type Json, number, object, text } from "../shared/json.ts";
import { parsedArguments } from "../shared/messages.ts";

/** Puts the events of a streamed message together to the message, as far as they came. */
export class MessageEvents {
  #message: Json = {};
  #usage: Json = {};
  readonly #blocks = new Map<number, Record<string, unknown>>();

  /** True where the event carries output of the model. */
  add(given: unknown): boolean {
    const event = object(given);
    switch (event.type) {
      case "message_start":
        this.#message = object(event.message);
        this.#count(this.#message.usage);
        return false;
      case "message_delta":
        this.#message = { ...this.#message, ...object(event.delta) };
        this.#count(event.usage);
        return false;
      case "content_block_start":
        this.#blocks.set(number(event.index) ?? this.#blocks.size, { ...object(event.content_block) });
        return false;
      case "content_block_delta":
        return this.#append(number(event.index) ?? 0, object(event.delta));
      default:
        return false;
    }
  }

  message(): Json {
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
    return {
      ...this.#message,
      content: blocks.map(({ json, ...block }) =>
        json === undefined ? block : { ...block, input: parsedArguments(json) },
      ),
      usage: this.#usage,
    };
  }

  /** Counts are totals, not increments: what comes later says more. */
  #count(usage: unknown): void {
    const said = Object.entries(object(usage)).filter(([, value]) => value !== null && value !== undefined);
    this.#usage = { ...this.#usage, ...Object.fromEntries(said) };
  }

  #append(index: number, delta: Json): boolean {
    const block = this.#blocks.get(index);
    if (block === undefined) return false;
    const field = deltaFields[text(delta.type) ?? ""];
    if (field === undefined) return false;
    const [from, to] = field;
    block[to] = `${block[to] ?? ""}${delta[from] ?? ""}`;
    return true;
  }
}

/** By the type of a delta: where its text stands, and where it goes in the block. */
const deltaFields: Readonly<Record<string, readonly [from: string, to: string]>> = {
  text_delta: ["text", "text"],
  thinking_delta: ["thinking", "thinking"],
  input_json_delta: ["partial_json", "json"],
};
