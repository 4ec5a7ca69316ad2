import type { SpanContent, SpanFacts, SpanSource } from "./span-view.ts";

/** One dialect of span attributes: what its keys mean, and nothing else. */
export interface Vocabulary {
  readonly name: string;
  /** A span with any of these attributes speaks it. */
  readonly signs: readonly string[];
  /** Or one whose name begins so. */
  readonly signPrefixes?: readonly string[];
  /** Or every span of such a resource or scope. Asked once of each, so it must not depend on the span. */
  readonly emittedBy?: (emitter: Pick<SpanSource, "resource" | "scope">) => boolean;
  /** Or one with an event, or a log record, of such a name. */
  readonly tellsEvent?: (name: string) => boolean;
  /** Small values only; large JSON is searched (json-scan.ts), not parsed, where a dialect hides a fact in it. */
  readonly facts: (source: SpanSource) => Partial<SpanFacts> | undefined;
  /** Messages, inputs, outputs; may parse whatever it needs. */
  readonly content: (source: SpanSource) => Partial<SpanContent> | undefined;
}
