import { attributes, newSpanId, newTraceId, type OtlpSpan } from "./otlp.ts";

export interface ConversationTrace {
  readonly traceId: string;
  readonly rootSpanId: string;
  readonly spans: readonly OtlpSpan[];
}

/** What the tool of a step gave back. */
export const offersOf = (step: number) =>
  Array.from({ length: 8 }, (_, at) => ({ id: `offer-${step}-${at}`, to: "Oslo", price: 40 + at }));

/**
 * An agent in a loop: each of its model calls is sent the whole conversation so far and calls a tool, and the last one
 * answers. The tool fails in the second step.
 */
export function conversationTrace(steps: number, { startNs = recent(), last = "The train at 9:15 is the one." } = {}) {
  const traceId = newTraceId();
  const spans: OtlpSpan[] = [];
  let atMs = 0;
  const add = (name: string, tookMs: number, values: Record<string, unknown>, more: Partial<OtlpSpan> = {}) => {
    const at = (ms: number) => String(startNs + BigInt(ms) * 1_000_000n);
    const times = { startTimeUnixNano: at(atMs), endTimeUnixNano: at(atMs + tookMs) };
    const parentSpanId = spans[0]?.spanId;
    spans.push({ traceId, spanId: newSpanId(), parentSpanId, name, ...times, attributes: attributes(values), ...more });
    if (parentSpanId !== undefined) atMs += tookMs + 10;
  };
  const say = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
  const question = say("user", "Which train to Oslo is the cheapest?");
  const conversation: object[] = [say("system", "You book trips."), question];
  add("invoke_agent planner", steps * 1_000 + 800, {
    "gen_ai.operation.name": "invoke_agent",
    "gen_ai.input.messages": JSON.stringify([question]),
    "gen_ai.output.messages": JSON.stringify([say("assistant", last)]),
  });
  for (let step = 0; step <= steps; step++) {
    const call = { type: "tool_call", id: `c${step}`, name: "search", arguments: { to: "Oslo", page: step } };
    const thought = { type: "text", content: `I look at page ${step}.` };
    const answer = step === steps ? say("assistant", last) : { role: "assistant", parts: [thought, call] };
    add("chat gpt-4o", 600, {
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.usage.input_tokens": 100 + step * 50,
      "gen_ai.usage.output_tokens": 20,
      "gen_ai.input.messages": JSON.stringify(conversation),
      "gen_ai.output.messages": JSON.stringify([answer]),
    });
    if (step === steps) break;
    const failure = step === 1 ? { status: { code: 2, message: "The timetable did not answer" } } : {};
    const result = step === 1 ? "timeout" : offersOf(step);
    add(
      "execute_tool search",
      300,
      {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "search",
        "gen_ai.tool.call.arguments": JSON.stringify({ to: "Oslo", page: step }),
        "gen_ai.tool.call.result": JSON.stringify(result),
      },
      failure,
    );
    const response = { type: "tool_call_response", id: `c${step}`, response: result };
    conversation.push(answer, { role: "tool", parts: [response] });
  }
  return { traceId, rootSpanId: spans[0]!.spanId, spans };
}

function recent(): bigint {
  return BigInt(Date.now() - 120_000) * 1_000_000n;
}
