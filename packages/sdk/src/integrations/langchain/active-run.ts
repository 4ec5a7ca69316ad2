import type { LiveSpan } from "../../span/live-span.ts";
import { followStorage, type RunStorage } from "../shared/follow-storage.ts";
import type { SpanloomTracer } from "./tracer.ts";

/**
 * LangChain keeps the configuration of the run that is going on in an AsyncLocalStorage under a global symbol, and runs
 * tools, functions and graph nodes in it. From the first run on, the active span there is the run's.
 */
export function followLangChain(): void {
  const storage = (globalThis as { [key]?: RunStorage<Store> })[key];
  if (storage !== undefined) followStorage(storage, spanOf);
}

function spanOf({ extra }: Store): LiveSpan | undefined {
  const callbacks = extra?.[childConfig]?.callbacks;
  const tracer = callbacks?.handlers?.find((handler): handler is SpanloomTracer => handler?.name === "spanloom_tracer");
  return tracer?.spanOf(callbacks?._parentRunId);
}

const key = Symbol.for("ls:tracing_async_local_storage");
const childConfig = Symbol.for("lc:child_config");

interface Store {
  /** A bare list of handlers belongs to no run. */
  readonly extra?: { readonly [childConfig]?: { readonly callbacks?: CallbackManagerOfRun } };
}

interface CallbackManagerOfRun {
  readonly handlers?: readonly ({ readonly name?: string } | undefined)[];
  readonly _parentRunId?: string;
}
