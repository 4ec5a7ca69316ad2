import { type ReviewStatus, traceIdToMlflow } from "@spanloom/wire";
import { type Mutation, type QueryClient, useMutationState, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { feedbackChanges, type SaidNow } from "./feedback.ts";
import type { ReviewItem } from "./messages.ts";
import { isNotFound, isUnreachable } from "./request-error.ts";
import { setItem } from "./review-items.ts";
import { reviewProgressKey } from "./review-queues.ts";

/** One change to what was said of a trace. Ids are made before it is tried, so that a second try says nothing twice. */
export interface SaidChange {
  readonly do: "create" | "update" | "remove";
  readonly assessment: SaidNow;
}

/** What one step of a reviewer does to one item: the answers, and then that it was reviewed. */
export interface ReviewSave {
  readonly queueId: string;
  /** 32 hex digits. */
  readonly traceId: string;
  /** What the item is called where the save is told about. */
  readonly name: string;
  readonly changes: readonly SaidChange[];
  /** Undefined where only the answers change. */
  readonly status: { readonly is: ReviewStatus; readonly by: string } | undefined;
}

/** A save that is not through yet. */
export interface OpenSave {
  readonly id: number;
  readonly save: ReviewSave;
  /** `again`: the server did not answer, and is asked again by itself. */
  readonly state: "sending" | "again" | "failed";
  /** Why it failed, or was tried again. */
  readonly reason: string;
}

type SaveMutation = Mutation<ReviewItem | undefined, Error, ReviewSave, ReviewItem | undefined>;

const savesKey = ["review-saves"] as const;

/** Tried so often where there is no answer: for half a minute. */
const tries = 6;

/** The saves of a queue that are not through yet, the oldest first. */
export function useOpenSaves(queueId: string): readonly OpenSave[] {
  const open = useMutationState({
    filters: { mutationKey: savesKey, predicate: ({ state }) => state.status !== "success" && state.status !== "idle" },
    select: (mutation) => openSave(mutation as SaveMutation),
  });
  return open.filter(({ save }) => save.queueId === queueId);
}

/**
 * Saves go on after the page that made them is gone, those of one item one after the other. What is saved is shown at once.
 * Where there is no answer it is tried again by itself; a save that failed stays among the open ones until it is tried
 * again or dropped.
 */
export function useReviewSaves() {
  const queries = useQueryClient();
  return {
    /**
     * `onSaved` is called when it is through, at whichever try. Resolves after the first: to the item as the server has it
     * then, to undefined for a failure or where it was not changed.
     */
    save: (save: ReviewSave, onSaved: () => void): Promise<ReviewItem | undefined> =>
      run(queries, mutationFor(queries, save, onSaved), save),
    retry: (id: number): void => {
      const mutation = mutationOf(queries, id);
      if (mutation?.state.variables) void run(queries, mutation, mutation.state.variables);
    },
    drop: (id: number): void => {
      const mutation = mutationOf(queries, id);
      if (mutation) queries.getMutationCache().remove(mutation);
    },
  };
}

function openSave({ mutationId, state }: SaveMutation): OpenSave {
  return {
    id: mutationId,
    save: state.variables!,
    state: state.status === "error" ? "failed" : state.failureCount > 0 ? "again" : "sending",
    reason: (state.error ?? state.failureReason)?.message ?? "",
  };
}

function mutationFor(queries: QueryClient, { queueId, traceId }: ReviewSave, onSaved: () => void): SaveMutation {
  // What went through at an earlier try is not sent again.
  const done = new Set<SaidChange>();
  return queries.getMutationCache().build(queries, {
    mutationKey: savesKey,
    mutationFn: (save: ReviewSave) => send(queries, save, done),
    onSuccess: onSaved,
    scope: { id: `${queueId} ${traceId}` },
    retry: (failures: number, error: Error) => isUnreachable(error) && failures < tries,
    retryDelay: (attempt: number) => Math.min(8_000, 500 * 2 ** attempt),
    gcTime: Number.POSITIVE_INFINITY,
  });
}

function mutationOf(queries: QueryClient, id: number): SaveMutation | undefined {
  return queries.getMutationCache().find({ predicate: ({ mutationId }) => mutationId === id }) as
    | SaveMutation
    | undefined;
}

async function run(queries: QueryClient, mutation: SaveMutation, save: ReviewSave): Promise<ReviewItem | undefined> {
  const { queueId, traceId, status } = save;
  const itemId = traceIdToMlflow(traceId);
  let before: ReviewItem | undefined;
  if (status) {
    setItem(queries, queueId, itemId, (item) => {
      before = item;
      return { ...item, status: status.is, completed_by: status.by, completed_time_ms: Date.now() };
    });
  }
  try {
    const item = await mutation.execute(save);
    if (item) setItem(queries, queueId, itemId, () => item);
    queries.getMutationCache().remove(mutation);
    return item;
  } catch {
    // It is told by the state of the mutation. The item is as it was, unless somebody else's answer came meanwhile.
    if (before) setItem(queries, queueId, itemId, (item) => (item.completed_by === status?.by ? before! : item));
    return undefined;
  } finally {
    void queries.invalidateQueries({ queryKey: reviewProgressKey });
  }
}

/** Answers first: an item counts as reviewed when they are there. */
async function send(queries: QueryClient, save: ReviewSave, done: Set<SaidChange>): Promise<ReviewItem | undefined> {
  const { queueId, traceId, changes, status } = save;
  const said = feedbackChanges(queries, traceId);
  for (const change of changes) {
    if (done.has(change)) continue;
    const { do: what, assessment } = change;
    try {
      await said[what](assessment);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // It was removed elsewhere: then what is to be removed is gone, and what was to be changed is said anew.
      if (what === "update") await said.create(assessment);
      else if (what === "create") throw error;
    }
    done.add(change);
  }
  if (!status) return undefined;
  return client.setReviewStatus({
    queue_id: queueId,
    item_id: traceIdToMlflow(traceId),
    status: status.is,
    ...(status.is !== "PENDING" && { completed_by: status.by }),
  });
}
