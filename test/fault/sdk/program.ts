/**
 * An application that traces, for `sdk-delivery.test.ts`: `node program.ts <url> <way of ending> <options as JSON>`. It writes
 * a JSON line for each trace that ended, for what `flush()` said, and for what `diag` was told.
 */
import { type DiagLogger, DiagLogLevel, diag } from "@opentelemetry/api";
import {
  type DeliveryError,
  flush,
  flushAfter,
  getCurrentActiveSpan,
  type InitOptions,
  init,
  startSpan,
  withSpan,
} from "@spanloom/sdk";

const [url = "", ending = "", options = "{}"] = process.argv.slice(2);
const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const logger = Object.fromEntries(
  ["error", "warn", "info", "debug", "verbose"].map((level) => [level, (text: string) => write({ level, text })]),
) as unknown as DiagLogger;
diag.setLogger(logger, DiagLogLevel.WARN);
init({ url, ...(JSON.parse(options) as InitOptions) });

function trace(name: string): string {
  return withSpan(
    () => {
      withSpan(() => undefined, { name: `${name} child` });
      const { traceId = "" } = getCurrentActiveSpan() ?? {};
      return traceId;
    },
    { name },
  ) as string;
}

function end(name: string): void {
  write({ ended: trace(name) });
}

async function say(flushed: Promise<void>): Promise<void> {
  const { message, waiting, dropped, refused, rejected } = await flushed.then(
    () => ({}) as Partial<DeliveryError>,
    (error: DeliveryError) => error,
  );
  write({ flushed: { message, waiting, dropped, refused, rejected } });
}

/** Ends a trace every few milliseconds until the parent says otherwise by a line on standard input. */
function untilTold(then: () => void): void {
  let count = 0;
  const timer = setInterval(() => end(`trace ${count++}`), 5);
  process.stdin.once("data", () => {
    clearInterval(timer);
    process.stdin.destroy();
    then();
  });
}

const endings: Record<string, () => void> = {
  "the last line": () => end("only"),
  "process.exit": () => {
    end("only");
    process.exit(3);
  },
  "an uncaught exception": () => {
    end("only");
    throw new Error("the application's own");
  },
  "an unhandled rejection": () => {
    end("only");
    void Promise.reject(new Error("the application's own"));
  },
  "a signal": () => {
    setInterval(() => undefined, 1_000);
    end("only");
    write({ ready: true });
  },
  "a signal that it handles": () => {
    process.on("SIGTERM", () => {
      end("in the handler");
      process.exit(7);
    });
    setInterval(() => undefined, 1_000);
    end("only");
    write({ ready: true });
  },
  "a signal that it ignores": () => {
    process.on("SIGTERM", () => write({ ignored: true }));
    end("only");
    write({ ready: true });
    process.stdin.once("data", () => process.stdin.destroy());
  },
  "being told": () => untilTold(() => void say(flush())),
  "being told, in a hurry": () => untilTold(() => void say(flush({ timeoutMs: 300 }))),
  "a serverless handler": () => {
    const handler = flushAfter(async (name: string) => trace(name));
    // Each line is an invocation; the platform freezes the process once it has the answer.
    process.stdin.on("data", async () => write({ ended: await handler("invocation") }));
  },
  "a span that runs": () => {
    const span = startSpan({ name: "long", inputs: { question: "why" } });
    write({ running: span.traceId });
    process.stdin.once("data", () => {
      span.end({ outputs: "because" });
      process.stdin.destroy();
    });
  },
};
endings[ending]!();
