import type { Workload } from "./bench-span.ts";
import { modelCall, TraceBuilder } from "./trace-builder.ts";
import { Words } from "./words.ts";

const turns = 12;

/**
 * An agent of twelve turns. Each model call carries the conversation so far, so most of what is sent was sent before:
 * about 170 kB a trace, of which a tenth is new.
 */
export const agentLoop: Workload = {
  name: "agent-loop",
  spansPerTrace: 2 * turns,
  trace(random, startNano) {
    const words = new Words(random);
    const trace = new TraceBuilder(random, startNano);
    const question = words.text(500);
    const conversation: unknown[] = [
      { role: "system", parts: [{ type: "text", content: words.text(900) }] },
      { role: "user", parts: [{ type: "text", content: question }] },
    ];
    for (let turn = 1; turn <= turns; turn++) {
      const callId = `call_${random.hex(6)}`;
      const query = { query: words.text(120) };
      const answer = {
        role: "assistant",
        parts: [
          { type: "text", content: words.text(turn === turns ? 900 : 200) },
          ...(turn < turns ? [{ type: "tool_call", id: callId, name: "search", arguments: query }] : []),
        ],
      };
      trace.child("chat", 3, 2, modelCall(random, JSON.stringify(conversation), JSON.stringify([answer])));
      if (turn === turns) break;
      const result = words.text(1_300);
      trace.child("execute_tool search", 1, 0.4, {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "search",
        "gen_ai.tool.call.id": callId,
        "gen_ai.tool.call.arguments": JSON.stringify(query),
        "gen_ai.tool.call.result": result,
      });
      conversation.push(answer, {
        role: "tool",
        parts: [{ type: "tool_call_response", id: callId, response: result }],
      });
    }
    return trace.root("invoke_agent researcher", {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "researcher",
      "input.value": question,
      "output.value": words.text(900),
    });
  },
};
