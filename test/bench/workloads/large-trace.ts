import type { BenchSpan } from "./bench-span.ts";
import { Random } from "./random.ts";
import { TraceBuilder } from "./trace-builder.ts";

/** One trace of so many small spans, as a long-running agent makes them. */
export function largeTrace(spans: number): BenchSpan[] {
  const random = new Random(3);
  const trace = new TraceBuilder(random, BigInt(Date.now()) * 1_000_000n);
  for (let index = 1; index < spans; index++) {
    const tool = random.pick(["search", "fetch", "calculator", "browse", "summarise"]);
    trace.child(`execute_tool ${tool}`, 1, 0.05, { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool });
  }
  return trace.root("invoke_agent marathon", { "gen_ai.operation.name": "invoke_agent" });
}
