import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { client } from "../../data/client.ts";
import { idOf, type SpanTree } from "../../trace/span-tree.ts";

export interface ContentHits {
  /** Rows of the tree whose content holds the text; undefined until the server has answered. */
  readonly rows: ReadonlySet<number> | undefined;
  readonly searching: boolean;
  /** There are more than the server named. */
  readonly truncated: boolean;
  readonly error: Error | null;
}

const shortest = 2;
const restMs = 200;

/** Spans whose attributes or content hold a text, asked of the server. */
export function useContentHits(traceId: string, tree: SpanTree, text: string): ContentHits {
  const wanted = useRested(text.trim());
  const enabled = wanted.length >= shortest;
  const { data, isFetching, error } = useQuery({
    queryKey: ["find", traceId, wanted, tree.count],
    queryFn: async ({ signal }) => {
      const { span_ids = [], truncated = false } = await client.findInTrace(traceId, wanted, signal);
      return { rows: rowsOf(tree, span_ids), truncated };
    },
    enabled,
    structuralSharing: false,
    staleTime: 30_000,
  });
  const current = enabled && wanted === text.trim();
  return {
    rows: current ? data?.rows : undefined,
    searching: text.trim().length >= shortest && (!current || isFetching),
    truncated: current && data?.truncated === true,
    error: current ? error : null,
  };
}

function rowsOf(tree: SpanTree, spanIds: readonly string[]): Set<number> {
  const wanted = new Set(spanIds);
  const rows = new Set<number>();
  if (wanted.size > 0) for (let row = 0; row < tree.count; row++) if (wanted.has(idOf(tree, row))) rows.add(row);
  return rows;
}

/** A text that is typed, once the typing rests; one that was put in at once (pasted, taken from the address), at once. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text);
  const [before, setBefore] = useState(text);
  if (text !== before) {
    setBefore(text);
    if (Math.abs(text.length - before.length) > 1) setRested(text);
  }
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), restMs);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}
