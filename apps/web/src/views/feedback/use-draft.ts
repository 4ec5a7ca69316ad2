import { useState } from "react";
import { type Draft, emptyDraft } from "./draft.ts";
import { newAssessmentId } from "./use-give-feedback.ts";

interface Kept {
  readonly draft: Draft;
  /** Of the assessment that is being made, the same however often it is tried. */
  readonly id: string;
}

/** What was typed and not saved yet, for as long as the app is open: looking at another span loses nothing. */
const kept = new Map<string, Kept>();

/** The draft for a subject; `first` is what the form begins with. */
export function useDraft(subject: string, ofSpan: boolean, first?: Draft) {
  const [{ draft, id }, setState] = useState(
    () => kept.get(subject) ?? { draft: first ?? emptyDraft(ofSpan), id: newAssessmentId() },
  );
  return {
    draft,
    id,
    change(next: Draft) {
      const state = { draft: next, id };
      kept.set(subject, state);
      setState(state);
    },
    drop: () => void kept.delete(subject),
  };
}
