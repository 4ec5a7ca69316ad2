import type { Workload } from "./bench-span.ts";
import { messages, modelCall, TraceBuilder } from "./trace-builder.ts";
import { Words } from "./words.ts";

/**
 * Ten spans of about 2 kB each whose texts have nothing in common: the least that a shared compression can win. An
 * agent, five model calls, three tools and a retrieval.
 */
export const randomText: Workload = {
  name: "random-text",
  spansPerTrace: 10,
  trace(random, startNano) {
    const words = new Words(random);
    const trace = new TraceBuilder(random, startNano);
    const question = words.text(700);
    trace.child("retrieval docs", 3, 0.2, {
      "gen_ai.operation.name": "retrieval",
      "gen_ai.data_source.id": "docs",
      "gen_ai.retrieval.query.text": words.text(80),
      "gen_ai.retrieval.documents": JSON.stringify(
        Array.from({ length: 3 }, (_, rank) => ({
          id: `doc-${random.hex(4)}`,
          score: 0.9 - rank / 10,
          content: words.text(440),
        })),
      ),
    });
    for (let step = 0; step < 5; step++) {
      const input = messages(["system", words.text(250)], ["user", words.text(550)]);
      trace.child("chat", 3, 1.5, modelCall(random, input, messages(["assistant", words.text(320)])));
      if (step % 2 === 1 || step === 4)
        trace.child("execute_tool search", 1, 0.3, {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": random.pick(["search", "fetch", "calculator"]),
          "gen_ai.tool.call.id": `call_${random.hex(6)}`,
          "gen_ai.tool.call.arguments": JSON.stringify({ query: words.text(160) }),
          "gen_ai.tool.call.result": words.text(1_250),
        });
    }
    return trace.root("invoke_agent assistant", {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "assistant",
      "input.value": question,
      "output.value": words.text(750),
    });
  },
};
