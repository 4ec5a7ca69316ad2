import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { client } from "./client.ts";
import type { ReviewItem } from "./messages.ts";
import { isNotFound } from "./request-error.ts";
import { reviewItemsKey } from "./review-queues.ts";

/** The items of a queue as of a time of the server's clock, in the order in which they are reviewed. */
export interface ReviewItems {
  readonly items: readonly ReviewItem[];
  readonly readAtMs: number;
}

const pageSize = 5_000;
/** How soon one sees what others answered. */
const lookAgainMs = 4_000;

/** All items of a queue, kept as they are while others work on it, too: what changed is asked for and not the whole again. */
export function useReviewItems(queueId: string) {
  const queries = useQueryClient();
  const list = useQuery({
    queryKey: reviewItemsKey(queueId),
    queryFn: ({ signal }) => readAll(queueId, signal),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const changes = useQuery({
    queryKey: [...reviewItemsKey(queueId), "changes"],
    queryFn: async ({ signal }) => {
      const before = itemsOf(queries, queueId);
      const changes = await client.getReviewChanges(queueId, before?.readAtMs ?? 0, signal);
      const { pending_count, complete_count, declined_count } = changes.progress;
      return { ...changes, count: pending_count + complete_count + declined_count };
    },
    enabled: list.isSuccess,
    structuralSharing: false,
    refetchInterval: lookAgainMs,
    refetchIntervalInBackground: false,
    staleTime: lookAgainMs,
    gcTime: 0,
  });

  const take = useEffectEvent((changed: NonNullable<typeof changes.data>) => {
    const before = itemsOf(queries, queueId);
    if (!before) return;
    const items = withChanges(before.items, changed.items);
    setItems(queries, queueId, { items, readAtMs: changed.read_at_ms });
    // Some were taken out, or deleted with their traces.
    if (items.length !== changed.count)
      void queries.invalidateQueries({ queryKey: reviewItemsKey(queueId), exact: true });
  });
  useEffect(() => {
    if (changes.data) take(changes.data);
  }, [changes.data]);
  return { ...list, error: list.error ?? (isNotFound(changes.error) ? changes.error : null) };
}

/** Newer readings of items laid over a list; those that it has not come first. The same list where nothing changed. */
export function withChanges(items: readonly ReviewItem[], newer: readonly ReviewItem[]): readonly ReviewItem[] {
  const byId = new Map(newer.map((item) => [item.item_id, item]));
  let changed = false;
  const kept = items.map((item) => {
    const next = byId.get(item.item_id);
    if (next === undefined) return item;
    byId.delete(item.item_id);
    if (next.last_update_time_ms === item.last_update_time_ms && next.status === item.status) return item;
    changed = true;
    return next;
  });
  if (byId.size === 0) return changed ? kept : items;
  return [...byId.values(), ...kept];
}

/** Shows another state of one item, as long as the list is there. */
export function setItem(
  queries: QueryClient,
  queueId: string,
  itemId: string,
  next: (item: ReviewItem) => ReviewItem,
): void {
  const before = itemsOf(queries, queueId);
  if (!before) return;
  const items = before.items.map((item) => (item.item_id === itemId ? next(item) : item));
  setItems(queries, queueId, { ...before, items });
}

function itemsOf(queries: QueryClient, queueId: string): ReviewItems | undefined {
  return queries.getQueryData<ReviewItems>(reviewItemsKey(queueId));
}

function setItems(queries: QueryClient, queueId: string, next: ReviewItems): void {
  queries.setQueryData<ReviewItems>(reviewItemsKey(queueId), next);
}

async function readAll(queueId: string, signal: AbortSignal): Promise<ReviewItems> {
  // First, so that what changes while the pages are read is told afterwards.
  const { read_at_ms: readAtMs } = await client.getReviewChanges(queueId, Number.MAX_SAFE_INTEGER, signal);
  const items: ReviewItem[] = [];
  let token = "";
  do {
    const page = await client.listReviewItems({ queue_id: queueId, max_results: pageSize, page_token: token }, signal);
    items.push(...(page.items ?? []));
    token = page.next_page_token ?? "";
  } while (token !== "");
  return { items, readAtMs };
}
