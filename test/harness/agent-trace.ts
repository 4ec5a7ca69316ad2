import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "./otlp.ts";
import { send } from "./send.ts";

export interface AgentTrace {
  readonly traceId: string;
  readonly rootSpanId: string;
  readonly spans: readonly OtlpSpan[];
}

/**
 * A trace like an agent's: a root, turns below it, and in each turn model calls with a conversation and tools, of which
 * every tenth fails with an exception. Span `i` of the trace carries the word `needle-i` in its output.
 */
export function agentTrace(count: number, { name = "travel agent", startNs = recent() } = {}): AgentTrace {
  const traceId = newTraceId();
  const spans: OtlpSpan[] = [];
  const add = (parent: OtlpSpan | undefined, parts: Partial<OtlpSpan> & { name: string }): OtlpSpan => {
    const at = startNs + BigInt(spans.length) * 1_000_000n;
    const span: OtlpSpan = {
      traceId,
      spanId: newSpanId(),
      parentSpanId: parent?.spanId,
      kind: 1,
      startTimeUnixNano: String(at),
      endTimeUnixNano: String(at + 900_000n),
      ...parts,
    };
    spans.push(span);
    return span;
  };
  const root = add(undefined, {
    name,
    attributes: attributes({ "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name }),
    endTimeUnixNano: String(startNs + BigInt(count) * 1_000_000n),
  });
  let turn = root;
  while (spans.length < count) {
    const index = spans.length;
    if (index % 20 === 1) turn = add(root, { name: `turn ${index}`, attributes: attributes({ turn: index }) });
    else if (index % 2 === 0) add(turn, modelCall(index));
    else add(turn, toolRun(index, startNs));
  }
  return { traceId, rootSpanId: root.spanId, spans };
}

/** Into an experiment that is named by its id, else into the one where everything goes. */
export async function sendTrace(url: string, { spans }: AgentTrace, experimentId?: string): Promise<void> {
  const headers: Record<string, string> = experimentId === undefined ? {} : { "x-mlflow-experiment-id": experimentId };
  for (let from = 0; from < spans.length; from += 5_000) {
    await send(url, tracesOf(spans.slice(from, from + 5_000), { "service.name": "travel-shop" }), headers);
  }
}

function modelCall(index: number): Partial<OtlpSpan> & { name: string } {
  return {
    name: "chat gpt-4o-mini",
    kind: 3,
    attributes: attributes({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": 20,
      "gen_ai.usage.output_tokens": 10,
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: `What is the weather, question ${index}?` }] },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        {
          role: "assistant",
          parts: [{ type: "text", content: `It rains, needle-${index}.` }],
          finish_reason: "stop",
        },
      ]),
    }),
  };
}

function toolRun(index: number, startNs: bigint): Partial<OtlpSpan> & { name: string } {
  const fails = index % 10 === 5;
  return {
    name: "execute_tool get_weather",
    attributes: attributes({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "get_weather",
      "gen_ai.tool.call.arguments": JSON.stringify({ city: "Oslo", index }),
      ...(fails ? {} : { "gen_ai.tool.call.result": `7 degrees, needle-${index}` }),
    }),
    ...(fails
      ? {
          status: { code: 2, message: `no such city ${index}` },
          events: [
            {
              name: "exception",
              timeUnixNano: String(startNs + BigInt(index) * 1_000_000n + 500_000n),
              attributes: attributes({
                "exception.type": "ValueError",
                "exception.message": `no such city ${index}`,
                "exception.stacktrace": "Traceback (most recent call last):\n  File weather.py, line 7",
              }),
            },
          ],
        }
      : {}),
  };
}

function recent(): bigint {
  return BigInt(Date.now() - 120_000) * 1_000_000n;
}
