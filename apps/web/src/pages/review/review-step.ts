import type { Assessment, LabelSchema } from "@spanloom/wire";
import type { ReviewItem, ReviewQueue } from "../../data/messages.ts";
import type { SaidChange } from "../../data/review-saves.ts";
import { answerIn, saidTo } from "../../views/feedback/answer.ts";
import { isSaidBy, newSaid } from "../../views/feedback/use-give-feedback.ts";

/** What was typed and not saved yet, by question. */
export type AnswerDrafts = Readonly<Record<string, AnswerDraft>>;

export interface AnswerDraft {
  /** As `answer.ts` writes it. */
  readonly answer: string;
  readonly comment: string;
  /** Of the assessment if one is made, the same however often it is tried. */
  readonly id: string;
}

/** The questions of a queue, the oldest first: its own, or all of the experiment where it is a person's. */
export function questionsOf(queue: ReviewQueue, schemas: readonly LabelSchema[]): readonly LabelSchema[] {
  const chosen = new Set(queue.schema_ids ?? []);
  const asked = queue.queue_type === "USER" ? schemas : schemas.filter(({ schema_id = "" }) => chosen.has(schema_id));
  return asked.toReversed();
}

/** What a person answered to a question before; `said` is of the trace. */
export function ownAnswer(schema: LabelSchema, said: readonly Assessment[], person: string): Assessment | undefined {
  return said.findLast(
    (each) =>
      each.span_id === undefined &&
      each.valid !== false &&
      each.assessment_name === schema.name &&
      (schema.type === "EXPECTATION" ? each.expectation : each.feedback) !== undefined &&
      isSaidBy(each, person),
  );
}

/** What stands in the form of a question: what was typed, else what was answered before. */
export function shownAnswer(schema: LabelSchema, own: Assessment | undefined, draft: AnswerDraft | undefined) {
  if (draft) return { answer: draft.answer, comment: draft.comment };
  return { answer: own ? answerIn(schema, own) : "", comment: own?.rationale ?? "" };
}

/** Why a question cannot be saved as it was answered. */
export interface Mistake {
  readonly schemaId: string;
  readonly sentence: string;
}

/** What has to be said, changed and taken back so that what was typed holds; the first mistake where there is one. */
export function changesFor(
  questions: readonly LabelSchema[],
  drafts: AnswerDrafts,
  said: readonly Assessment[],
  person: string,
): readonly SaidChange[] | Mistake {
  const changes: SaidChange[] = [];
  for (const schema of questions) {
    const schemaId = schema.schema_id ?? "";
    const draft = drafts[schemaId];
    if (!draft) continue;
    const own = ownAnswer(schema, said, person);
    const now = saidTo(schema, draft.answer, draft.comment);
    if (typeof now === "string") return { schemaId, sentence: now };
    if (now === undefined) {
      if (draft.comment.trim() !== "") return { schemaId, sentence: "A comment needs an answer that it belongs to." };
      if (own?.assessment_id) changes.push({ do: "remove", assessment: { ...own, assessment_id: own.assessment_id } });
    } else if (!own?.assessment_id) {
      changes.push({ do: "create", assessment: newSaid(now, person, undefined, draft.id) });
    } else if (answerIn(schema, own) !== draft.answer.trim() || (own.rationale ?? "") !== draft.comment.trim()) {
      const last_update_time = new Date().toISOString();
      changes.push({
        do: "update",
        assessment: { ...own, ...now, assessment_id: own.assessment_id, last_update_time },
      });
    }
  }
  return changes;
}

/** What takes changes back; `said` is what was there before them. */
export function inverseOf(changes: readonly SaidChange[], said: readonly Assessment[]): readonly SaidChange[] {
  const before = new Map(said.map((each) => [each.assessment_id, each]));
  return changes.toReversed().flatMap(({ do: what, assessment }): SaidChange[] => {
    if (what === "create") return [{ do: "remove", assessment }];
    const was = { ...assessment, ...before.get(assessment.assessment_id) };
    return [{ do: what === "update" ? "update" : "create", assessment: was }];
  });
}

/** The next open item after a place, from the top again after the last; -1 where none is open but this one. */
export function nextOpen(items: readonly ReviewItem[], at: number): number {
  for (let step = 1; step <= items.length; step++) {
    const next = (at + step) % items.length;
    if (next !== at && items[next]?.status === "PENDING") return next;
  }
  return -1;
}

/** Who reviewed an item, where that is not the person themselves. The server keeps names in lower case. */
export function reviewedByOther({ status, completed_by: by }: ReviewItem, person: string): string | undefined {
  return status !== "PENDING" && by !== undefined && by !== person.trim().toLowerCase() ? by : undefined;
}

/** How many items are in which state. */
export function progressOf(items: readonly ReviewItem[]): { done: number; declined: number; open: number } {
  let done = 0;
  let declined = 0;
  for (const { status } of items) {
    if (status === "COMPLETE") done++;
    else if (status === "DECLINED") declined++;
  }
  return { done, declined, open: items.length - done - declined };
}
