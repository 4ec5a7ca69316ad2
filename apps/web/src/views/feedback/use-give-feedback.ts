import type { Assessment } from "@spanloom/wire";
import { type SaidNow, useFeedbackChanges } from "../../data/feedback.ts";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { usePerson } from "./use-person.ts";
import { usualNames } from "./usual-names.ts";

/** What is said: the part of an assessment that the form makes. */
export type Said = Pick<Assessment, "assessment_name" | "feedback" | "expectation" | "rationale">;

/**
 * What a person can do about the feedback on one trace. `say` and `edit` reject where the server does not take them, for
 * the form to keep what was typed; `thumb` and `remove` tell it in a toast, with the way to try again. What was changed
 * or removed can be had back from a toast.
 */
export function useGiveFeedback(traceId: string) {
  const changes = useFeedbackChanges(traceId);
  const person = usePerson();
  const toast = useToast();

  async function attempt(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      const reason = messageOf(error);
      const again = { label: "Try again", run: () => void attempt(what, run) };
      toast({ text: `${what} was not saved: ${reason}`, tone: "error", action: again });
    }
  }

  /** `id` is the same at each try, so that nothing is said twice. `by` is whoever has just given a name. */
  function say(
    said: Said,
    how: { id: string; by: string; spanId: string | undefined; overrides: Assessment | undefined },
  ): Promise<void> {
    const overridden = how.overrides?.assessment_id;
    const made = newSaid(said, how.by, how.spanId, how.id);
    return changes.create({ ...made, ...(overridden && { overrides: overridden }) });
  }

  async function edit(before: Assessment, said: Said): Promise<void> {
    await changes.update({ ...identified(before), ...said, last_update_time: new Date().toISOString() });
    toast({
      text: `${said.assessment_name} changed`,
      action: { label: "Undo", run: () => void attempt("The change back", () => changes.update(identified(before))) },
    });
  }

  function remove(assessment: Assessment): void {
    const name = assessment.assessment_name ?? "";
    void attempt(`Removing ${name}`, async () => {
      await changes.remove(identified(assessment));
      toast({
        text: `${name} removed`,
        action: { label: "Undo", run: () => void attempt(name, () => changes.create(identified(assessment))) },
      });
    });
  }

  /** The person's own thumb for a trace or a span, among what was said of it. */
  function ownThumb(said: readonly Assessment[]): Assessment | undefined {
    return said.findLast(
      (each) =>
        each.valid !== false &&
        isOwn(each) &&
        each.assessment_name === usualNames.thumbs &&
        typeof each.feedback?.value === "boolean",
    );
  }

  /** Says up or down, of what `said` is about; the same thumb once more takes it back. */
  function thumb(isUp: boolean, said: readonly Assessment[], spanId: string | undefined): void {
    const before = ownThumb(said);
    if (before?.feedback?.value === isUp) {
      remove(before);
      return;
    }
    const next = { assessment_name: usualNames.thumbs, feedback: { value: isUp } };
    const made = before
      ? { ...identified(before), ...next, last_update_time: new Date().toISOString() }
      : newSaid(next, person.name, spanId);
    void attempt(isUp ? "Thumbs up" : "Thumbs down", () => (before ? changes.update(made) : changes.create(made)));
  }

  const isOwn = (assessment: Assessment) => isSaidBy(assessment, person.name);

  return { person, say, edit, remove, thumb, ownThumb, isOwn };
}

export type GiveFeedback = ReturnType<typeof useGiveFeedback>;

export function isSaidBy({ source: by }: Assessment, name: string): boolean {
  return by?.source_type === "HUMAN" && by.source_id === name;
}

function identified(assessment: Assessment): SaidNow {
  return { ...assessment, assessment_id: assessment.assessment_id ?? newAssessmentId() };
}

/** What a person says, as it is sent: with an id, so that trying again says nothing twice, and the time. */
export function newSaid(said: Said, by: string, spanId?: string, id = newAssessmentId()): SaidNow {
  const now = new Date().toISOString();
  return {
    ...said,
    ...(spanId && { span_id: spanId }),
    create_time: now,
    last_update_time: now,
    assessment_id: id,
    source: { source_type: "HUMAN", source_id: by },
    metadata: {},
    valid: true,
  };
}

/** `crypto.randomUUID` is missing on pages that are not served over HTTPS. */
export function newAssessmentId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `a-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
