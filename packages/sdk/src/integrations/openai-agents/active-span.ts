import type { LiveSpan } from "../../span/live-span.ts";
import { followStorage, type RunStorage } from "../shared/follow-storage.ts";

/**
 * `@openai/agents` keeps its current span in an AsyncLocalStorage under a global symbol, and changes it while code runs in
 * there. From here on the active span is that one. The same `spanOf` may be given any number of times.
 */
export function followAgents(spanOf: (store: Store) => LiveSpan | undefined): void {
  const storage = (globalThis as { [key]?: RunStorage<Store> })[key];
  if (storage !== undefined) followStorage(storage, spanOf);
}

const key = Symbol.for("openai.agents.core.asyncLocalStorage");

export interface Store {
  readonly active?: boolean;
  readonly span?: { readonly spanId: string };
}
