import { useState } from "react";
import type { AnswerDrafts } from "./review-step.ts";

type OfItems = ReadonlyMap<string, AnswerDrafts>;

/** What was typed and is not saved yet, for as long as the app is open: going elsewhere and coming back loses nothing. */
const kept = new Map<string, OfItems>();

/** The drafts of a queue, by trace id. */
export function useDrafts(queueId: string) {
  const [drafts, setDrafts] = useState(() => kept.get(queueId) ?? none);

  function write(change: (all: Map<string, AnswerDrafts>) => void) {
    // What is kept is the latest, also for who holds an earlier rendering.
    const next = new Map(kept.get(queueId));
    change(next);
    kept.set(queueId, next);
    setDrafts(next);
  }

  return {
    of: (traceId: string): AnswerDrafts => drafts.get(traceId) ?? noDraft,
    set: (traceId: string, draft: AnswerDrafts) => write((all) => all.set(traceId, draft)),
    /** Forgets what was saved, unless more was typed since. */
    drop: (traceId: string, saved: AnswerDrafts) =>
      write((all) => {
        if (all.get(traceId) === saved) all.delete(traceId);
      }),
  };
}

const none: OfItems = new Map();
const noDraft: AnswerDrafts = {};
