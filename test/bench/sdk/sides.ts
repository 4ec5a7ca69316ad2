import { AsyncLocalStorage } from "node:async_hooks";
import {
  trace as api,
  type Context,
  type ContextManager,
  context,
  ROOT_CONTEXT,
  SpanStatusCode,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { flush, init, trace } from "@spanloom/sdk";

/** The same application, traced one way or the other. */
export interface Tracer {
  asyncCall(question: string): Promise<string>;
  syncCall(question: string): string;
  nestedCall(question: string): Promise<string>;
  flush(): Promise<void>;
}

const answer = (question: string): string => `because ${question}`;

export function startOurs(url: string): Tracer {
  init({ url, queueSize: queue });
  const syncCall = trace((question: string) => answer(question), { name: "answer", spanType: "AGENT" });
  return {
    asyncCall: trace(async (question: string) => answer(question), { name: "answer", spanType: "AGENT" }),
    syncCall,
    nestedCall: trace(async (question: string) => syncCall(question), { name: "outer", spanType: "AGENT" }),
    flush: () => flush(),
  };
}

/** By hand what the SDK does: the same name, attributes, status and nesting, on OpenTelemetry's batching exporter. */
export function startBare(url: string): Tracer {
  const processor = new BatchSpanProcessor({
    exporter: new OTLPTraceExporter({ url: `${url}/v1/traces` }),
    maxQueueSize: queue,
  });
  const tracer = new TracerProvider({ spanProcessors: [processor] }).getTracer("bare");
  context.setGlobalContextManager(new AsyncContext());
  const start = (name: string, question: string) =>
    tracer.startSpan(name, {
      attributes: {
        "mlflow.spanType": JSON.stringify("AGENT"),
        "mlflow.spanInputs": JSON.stringify({ question }),
      },
    });
  const end = (span: ReturnType<typeof start>, output: string) => {
    span.setAttribute("mlflow.spanOutputs", JSON.stringify(output));
    span.setStatus({ code: SpanStatusCode.OK });
    span.end();
    return output;
  };
  const asyncCall = async (name: string, question: string, fn: (question: string) => Promise<string> | string) => {
    const span = start(name, question);
    return context.with(api.setSpan(context.active(), span), async () => end(span, await fn(question)));
  };
  const syncCall = (question: string) => {
    const span = start("answer", question);
    return context.with(api.setSpan(context.active(), span), () => end(span, answer(question)));
  };
  return {
    asyncCall: (question) => asyncCall("answer", question, async (asked) => answer(asked)),
    syncCall,
    nestedCall: (question) => asyncCall("outer", question, async (asked) => syncCall(asked)),
    flush: () => processor.forceFlush(),
  };
}

const queue = 8_192;

/** As @opentelemetry/context-async-hooks has it, without its binding of event emitters. */
class AsyncContext implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();
  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }
  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    fn: F,
    self?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => fn.apply(self, args));
  }
  bind<T>(_: Context, target: T): T {
    return target;
  }
  enable(): this {
    return this;
  }
  disable(): this {
    return this;
  }
}
