import type { LabelSchema } from "@spanloom/wire";
import { traceIdToMlflow } from "@spanloom/wire";
import { useState } from "react";
import { useFeedback } from "../../data/feedback.ts";
import type { ReviewItem, ReviewQueue } from "../../data/messages.ts";
import { type ReviewSave, type SaidChange, useOpenSaves, useReviewSaves } from "../../data/review-saves.ts";
import { newAssessmentId } from "../../views/feedback/use-give-feedback.ts";
import { usePerson } from "../../views/feedback/use-person.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import {
  type AnswerDrafts,
  changesFor,
  inverseOf,
  type Mistake,
  nextOpen,
  ownAnswer,
  reviewedByOther,
  shownAnswer,
} from "./review-step.ts";
import { useDrafts } from "./use-drafts.ts";

interface Reviewed {
  readonly save: ReviewSave;
  readonly takenBack: readonly SaidChange[];
  readonly drafts: AnswerDrafts;
}

interface ReviewOptions {
  readonly queue: ReviewQueue;
  readonly questions: readonly LabelSchema[];
  readonly items: readonly ReviewItem[];
  readonly at: number;
  /** To an item by its place or trace id; undefined: to the end. */
  readonly goTo: (to: number | string | undefined) => void;
}

/**
 * What a reviewer does to the item that is open. Answers are drafts until Enter; a save is on its way while the next item is
 * looked at already, and its draft is kept until it is through.
 */
export function useReview({ queue, questions, items, at, goTo }: ReviewOptions) {
  const { queue_id: queueId } = queue;
  const item = items[at]!;
  const traceId = item.item_id.slice("tr-".length);
  const said = useFeedback(traceId);
  const person = usePerson();
  const toast = useToast();
  const drafts = useDrafts(queueId);
  const saves = useReviewSaves();
  const open = useOpenSaves(queueId);
  const [reviewed, setReviewed] = useState<readonly Reviewed[]>([]);
  const [mistake, setMistake] = useState<{ readonly traceId: string; readonly mistake: Mistake } | undefined>();
  const draft = drafts.of(traceId);
  const other = reviewedByOther(item, person.name);
  // The own answers have to be known, or they would be given a second time.
  const isReady = said.isSuccess;

  const shown = (schema: LabelSchema) =>
    shownAnswer(schema, ownAnswer(schema, said.data ?? [], person.name), draft[schema.schema_id ?? ""]);

  function answer(schema: LabelSchema, change: { answer?: string; comment?: string }) {
    const id = schema.schema_id ?? "";
    setMistake(undefined);
    drafts.set(traceId, { ...draft, [id]: { id: draft[id]?.id ?? newAssessmentId(), ...shown(schema), ...change } });
  }

  function complain(sentence: string, schemaId = "") {
    setMistake({ traceId, mistake: { schemaId, sentence } });
  }

  function saveAndNext() {
    if (!isReady) return;
    const changes = changesFor(questions, draft, said.data, person.name);
    if ("sentence" in changes) return setMistake({ traceId, mistake: changes });
    const isAnswered = questions.some((schema) => shown(schema).answer.trim() !== "");
    if (questions.length > 0 && !isAnswered) {
      return complain("Nothing is answered yet. With s the trace is declined.");
    }
    finish(changes, other === undefined && item.status !== "COMPLETE" ? "COMPLETE" : undefined);
  }

  /** What was typed stays a draft. */
  function decline() {
    if (other !== undefined) return complain(`${other} reviewed it already, so there is nothing to decline.`);
    finish([], item.status === "DECLINED" ? undefined : "DECLINED");
  }

  function finish(changes: readonly SaidChange[], status: "COMPLETE" | "DECLINED" | undefined) {
    if (changes.length > 0 || status) {
      const save: ReviewSave = {
        queueId,
        traceId,
        name: `item ${at + 1}`,
        changes,
        status: status && { is: status, by: person.name.trim().toLowerCase() },
      };
      const takenBack = inverseOf(changes, said.data ?? []);
      setReviewed((all) => [...all, { save, takenBack, drafts: draft }].slice(-mostUndone));
      send(save, status === "DECLINED" ? undefined : draft);
    }
    const next = nextOpen(items, at);
    goTo(next < 0 ? undefined : next);
  }

  function send(save: ReviewSave, saved: AnswerDrafts | undefined) {
    for (const { id, state, save: earlier } of open) {
      // The draft that it was made of has gone into this one.
      if (earlier.traceId === save.traceId && state === "failed") saves.drop(id);
    }
    void saves
      .save(save, () => saved && drafts.drop(save.traceId, saved))
      .then((now) => {
        const by = now && save.status && save.status.is === now.status && reviewedByOther(now, save.status.by);
        if (by) toast({ text: `${by} had reviewed ${save.name} already. Your answers stand beside theirs.` });
      });
  }

  /** Takes the last save of this visit back and returns to its item, with what was typed. */
  function undo() {
    const last = reviewed.at(-1);
    if (!last) return toast({ text: "Nothing to undo: nothing was saved here since the page was opened." });
    setReviewed((all) => all.slice(0, -1));
    drafts.set(last.save.traceId, { ...last.drafts });
    const { save } = last;
    const now = items.find(({ item_id }) => item_id === traceIdToMlflow(save.traceId));
    const isOpenAgain =
      save.status !== undefined && (now === undefined || reviewedByOther(now, save.status.by) === undefined);
    send(
      { ...save, changes: last.takenBack, status: isOpenAgain ? { is: "PENDING", by: save.status!.by } : undefined },
      undefined,
    );
    goTo(save.traceId);
  }

  return {
    person,
    said,
    isReady,
    other,
    shown,
    answer,
    saveAndNext,
    decline,
    undo,
    canUndo: reviewed.length > 0,
    mistake: mistake?.traceId === traceId ? mistake.mistake : undefined,
  };
}

export type Review = ReturnType<typeof useReview>;

const mostUndone = 100;
