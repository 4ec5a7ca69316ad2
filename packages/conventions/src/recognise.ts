import type { SpanSource } from "./span-view.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Attribute names that are remembered; hostile ones only empty the memory. */
const rememberedNames = 4096;

/**
 * Tells which of the vocabularies a span speaks: bit `i` of the result stands for the `i`th, of 31 at most. Asked of
 * every span at ingest, so what a name, a resource or a scope is a sign of is worked out once and remembered.
 */
export function recogniser(vocabularies: readonly Vocabulary[]): (source: SpanSource) => number {
  const bitsWhere = (test: (vocabulary: Vocabulary) => boolean | undefined): number => {
    let bits = 0;
    for (const [index, vocabulary] of vocabularies.entries()) if (test(vocabulary)) bits |= 1 << index;
    return bits;
  };

  const ofNames = new Map<string, number>();
  const ofName = (name: string): number => {
    let bits = ofNames.get(name);
    if (bits === undefined) {
      bits = bitsWhere(
        ({ signs, signPrefixes }) => signs.includes(name) || signPrefixes?.some((prefix) => name.startsWith(prefix)),
      );
      if (ofNames.size >= rememberedNames) ofNames.clear();
      ofNames.set(name, bits);
    }
    return bits;
  };

  /** By the scope's own object: all spans of a request that have it share it. */
  const ofScopes = new WeakMap<SpanSource["scope"], { readonly resource: SpanSource["resource"]; bits: number }>();
  const ofEmitter = (source: SpanSource): number => {
    const { resource, scope } = source;
    const known = ofScopes.get(scope);
    if (known?.resource === resource) return known.bits;
    const bits = bitsWhere(({ emittedBy }) => emittedBy?.({ resource, scope }));
    ofScopes.set(scope, { resource, bits });
    return bits;
  };

  const ofEvent = (eventName: string): number => bitsWhere(({ tellsEvent }) => tellsEvent?.(eventName));

  return (source) => {
    let bits = ofEmitter(source);
    for (const name of source.attributeNames ?? Object.keys(source.attributes)) bits |= ofName(name);
    for (const { name } of source.events) bits |= ofEvent(name);
    for (const { eventName } of source.logs) bits |= ofEvent(eventName);
    return bits;
  };
}
