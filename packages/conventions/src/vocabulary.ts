import type { SpanContent, SpanFacts, SpanSource } from "./span-view.ts";

/** One dialect of span attributes: what its keys mean, and nothing else. */
export interface Vocabulary {
  readonly name: string;
  /** A span with any of these attributes speaks it. */
  readonly signs: readonly string[];
  /** Or one whose name begins so. */
  readonly signPrefixes?: readonly string[];
  /** What else shows it: who emitted the span, its events. Asked of every span at ingest, so it parses nothing. */
  readonly speaks?: (source: SpanSource) => boolean;
  /** Small values only; large JSON is searched (json-scan.ts), not parsed, where a dialect hides a fact in it. */
  readonly facts: (source: SpanSource) => Partial<SpanFacts> | undefined;
  /** Messages, inputs, outputs; may parse whatever it needs. */
  readonly content: (source: SpanSource) => Partial<SpanContent> | undefined;
}
