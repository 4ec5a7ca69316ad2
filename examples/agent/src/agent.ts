import { SpanType, trace, updateCurrentTrace } from "@spanloom/sdk";
import type OpenAI from "openai";
import { helpSearch } from "./help-search.ts";
import { lookUpOrder } from "./orders.ts";

type Message = OpenAI.ChatCompletionMessageParam;
type ToolCall = OpenAI.ChatCompletionMessageFunctionToolCall;

const model = "gpt-4o-mini";

const instructions = `You help customers of a shop. Look orders up and search the help pages before you answer.
Say only what you found there.`;

/** An agent that calls its tools until it knows the answer. `answer` gives the text as the model writes it. */
export function supportAgent(client: OpenAI) {
  // Each of these becomes a span: its arguments are the inputs, what it returns the outputs.
  const tools = {
    look_up_order: trace({ name: "look_up_order", spanType: SpanType.TOOL }, lookUpOrder),
    search_help: trace({ name: "search_help", spanType: SpanType.RETRIEVER }, helpSearch(client)),
  };

  async function call({ function: { name, arguments: json } }: ToolCall): Promise<unknown> {
    const given = JSON.parse(json);
    if (name === "look_up_order") return tools.look_up_order(given.order_id);
    if (name === "search_help") return tools.search_help(given.query);
    return { error: `there is no tool ${name}` };
  }

  // The span of a generator ends when it was consumed; all that happens until then is below it.
  const answer = trace({ name: "support agent", spanType: SpanType.AGENT }, async function* (question: string) {
    updateCurrentTrace({ session: "chat-7", user: "ada", tags: { channel: "web" } });
    const messages: Message[] = [
      { role: "system", content: instructions },
      { role: "user", content: question },
    ];
    for (let turn = 0; turn < 5; turn++) {
      const stream = client.chat.completions.stream({
        model,
        messages,
        tools: toolDefinitions,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) {
        const text = chunk.choices[0]?.delta.content;
        if (text) yield text;
      }
      const message = await stream.finalMessage();
      const calls = (message.tool_calls ?? []).filter((toolCall) => toolCall.type === "function");
      if (calls.length === 0) return;
      messages.push(message);
      const results = await Promise.all(calls.map(call));
      for (const [index, { id }] of calls.entries()) {
        messages.push({ role: "tool", tool_call_id: id, content: JSON.stringify(results[index]) });
      }
    }
  });

  return { answer };
}

const toolDefinitions: OpenAI.ChatCompletionFunctionTool[] = [
  {
    type: "function",
    function: {
      name: "look_up_order",
      description: "The state of an order.",
      parameters: { type: "object", properties: { order_id: { type: "string" } }, required: ["order_id"] },
    },
  },
  {
    type: "function",
    function: {
      name: "search_help",
      description: "Passages of the help pages about a question.",
      parameters: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
    },
  },
];
