import { eventStream, type ProviderAnswer } from "./provider.ts";

/** Answers of OpenAI's Chat Completions API, as its reference documents them, for the frameworks that speak it. */

interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly reasoning?: number;
}

interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: object;
}

interface Answer {
  readonly id?: string;
  readonly text?: string;
  readonly calls?: readonly ToolCall[];
  readonly usage?: Usage;
}

const model = "gpt-4o-mini-2024-07-18";

/** One answer in a piece. */
export function completion({ id = "chatcmpl-1", text, calls, usage }: Answer): ProviderAnswer {
  const message = {
    role: "assistant",
    content: text ?? null,
    refusal: null,
    ...(calls && { tool_calls: calls.map(call) }),
  };
  const choice = { index: 0, message, logprobs: null, finish_reason: calls === undefined ? "stop" : "tool_calls" };
  return {
    json: { id, object: "chat.completion", created: 1_760_000_000, model, choices: [choice], usage: counts(usage) },
  };
}

/** The same as a stream: the text word by word, usage in a chunk of its own at the end. */
export function streamedCompletion({ id = "chatcmpl-1", text = "", calls, usage }: Answer): ProviderAnswer {
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    id,
    object: "chat.completion.chunk",
    created: 1_760_000_000,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  });
  const words = text.match(/\S+\s*/g) ?? [];
  return eventStream(
    [
      chunk({ role: "assistant", content: "" }),
      ...words.map((content) => chunk({ content })),
      ...(calls ?? []).flatMap((each, index) => [
        chunk({
          tool_calls: [{ index, ...call({ ...each, arguments: {} }), function: { name: each.name, arguments: "" } }],
        }),
        chunk({ tool_calls: [{ index, function: { arguments: JSON.stringify(each.arguments) } }] }),
      ]),
      chunk({}, calls === undefined ? "stop" : "tool_calls"),
      { ...chunk({}), choices: [], usage: counts(usage) },
    ],
    { done: true },
  );
}

function call({ id, name, arguments: given }: ToolCall) {
  return { id, type: "function", function: { name, arguments: JSON.stringify(given) } };
}

function counts({ input, output, cached = 0, reasoning = 0 }: Usage = { input: 10, output: 5 }) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  };
}
