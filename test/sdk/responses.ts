import { eventStream, type ProviderAnswer } from "./provider.ts";

/** Answers of OpenAI's Responses API, as its reference documents them. */

interface Answer {
  readonly id?: string;
  readonly text?: string;
  readonly call?: { readonly id: string; readonly name: string; readonly arguments: object };
  readonly usage?: {
    readonly input: number;
    readonly output: number;
    readonly cached?: number;
    readonly reasoning?: number;
  };
}

export function response(answer: Answer): ProviderAnswer {
  return { json: responseBody(answer) };
}

export function streamedResponse(answer: Answer): ProviderAnswer {
  const done = responseBody(answer);
  const started = { ...done, status: "in_progress", output: [], usage: null };
  const [item] = done.output;
  const words = answer.text?.match(/\S+\s*/g) ?? [];
  const events = [
    { type: "response.created", response: started },
    { type: "response.output_item.added", output_index: 0, item: { ...item, status: "in_progress", content: [] } },
    ...words.map((delta) => ({
      type: "response.output_text.delta",
      item_id: item!.id,
      output_index: 0,
      content_index: 0,
      delta,
      logprobs: [],
    })),
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response: done },
  ];
  return eventStream(
    events.map((event, sequence_number) => ({ ...event, sequence_number })),
    { named: true },
  );
}

function responseBody({ id = "resp_1", text, call, usage = { input: 10, output: 5 } }: Answer) {
  const item =
    call === undefined
      ? {
          id: "msg_1",
          type: "message",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: text ?? "", annotations: [], logprobs: [] }],
        }
      : {
          id: "fc_1",
          type: "function_call",
          call_id: call.id,
          name: call.name,
          arguments: JSON.stringify(call.arguments),
          status: "completed",
        };
  return {
    id,
    object: "response",
    created_at: 1_760_000_000,
    status: "completed",
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: "gpt-4o-mini-2024-07-18",
    output: [item],
    parallel_tool_calls: true,
    previous_response_id: null,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: {
      input_tokens: usage.input,
      input_tokens_details: { cached_tokens: usage.cached ?? 0 },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: usage.reasoning ?? 0 },
      total_tokens: usage.input + usage.output,
    },
    metadata: {},
  };
}
