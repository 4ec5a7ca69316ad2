import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { parsedArguments } from "./messages.ts";
import { recordToolArguments, recordToolError, recordToolResult, type ToolRun, toolSpanOptions } from "./tool-run.ts";

type ToolFunction = (input: unknown, ...rest: unknown[]) => unknown;

/** The same function, each call of it a span of a tool's run. Its first argument is what the model gave. */
export function tracedTool(tool: ToolFunction, about: ToolRun): ToolFunction {
  const traced: ToolFunction = function (this: unknown, input, ...rest) {
    const span = startSpan(toolSpanOptions(about));
    recordToolArguments(span, parsedArguments(input));
    return runWithSpan(span, () => {
      try {
        const result = tool.call(this, input, ...rest);
        if (!isPromise(result)) {
          recordToolResult(span, result);
          span.setStatus("OK").end();
          return result;
        }
        return result.then(
          (value) => {
            recordToolResult(span, value);
            span.setStatus("OK").end();
            return value;
          },
          (error: unknown) => {
            recordToolError(span, error);
            span.end();
            throw error;
          },
        );
      } catch (error) {
        recordToolError(span, error);
        span.end();
        throw error;
      }
    });
  };
  Object.defineProperty(traced, "name", { value: tool.name, configurable: true });
  return traced;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
