/**
 * Tracing of LangChain.js (0.3 and 1.x) and LangGraph.js: pass a `SpanloomTracer` in `callbacks`, or give `instrumentLangChain` LangChain's
 * `CallbackManager` once to have it in every run.
 *
 * @module
 */
import { safely } from "../../safely.ts";
import { SpanloomTracer } from "./tracer.ts";

export { SpanloomTracer } from "./tracer.ts";

/** LangChain's class, as `@langchain/core/callbacks/manager` exports it. */
export interface CallbackManagerClass {
  new (): CallbackManager;
  _configureSync(...given: never[]): CallbackManager | undefined;
}

interface CallbackManager {
  readonly handlers: readonly { readonly name?: string }[];
  addHandler(handler: never, inherit?: boolean): void;
}

/**
 * Adds a tracer to every run of this LangChain. Returns a function that undoes it.
 *
 * @example
 * import { CallbackManager } from "@langchain/core/callbacks/manager";
 * import { instrumentLangChain } from "@spanloom/sdk/langchain";
 *
 * const undo = instrumentLangChain({ CallbackManager });
 */
export function instrumentLangChain({
  CallbackManager,
}: {
  readonly CallbackManager: CallbackManagerClass;
}): () => void {
  return safely("instrumentLangChain", () => addTracer(CallbackManager), nothing);
}

function addTracer(CallbackManager: CallbackManagerClass): () => void {
  const original = CallbackManager._configureSync;
  if (Object.hasOwn(original, instrumented)) return nothing;
  const tracer = new SpanloomTracer();
  const configure = function (this: CallbackManagerClass, ...given: never[]): CallbackManager | undefined {
    const manager = original.apply(this, given) ?? new CallbackManager();
    if (!manager.handlers.some(({ name }) => name === tracer.name)) manager.addHandler(tracer as never, true);
    return manager;
  };
  CallbackManager._configureSync = Object.assign(configure, { [instrumented]: true });
  return () => {
    CallbackManager._configureSync = original;
  };
}

function nothing(): void {}

const instrumented = Symbol.for("@spanloom/sdk instrumented");
