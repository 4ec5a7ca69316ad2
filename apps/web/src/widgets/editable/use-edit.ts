import { useState } from "react";
import { messageOf } from "../message-of.ts";

/** One value being edited in place; see `useEdit`. */
export interface Edit<Value> {
  /** The draft while editing, else the value to show: the saved one already, while it is on its way. */
  readonly shown: Value;
  readonly isEditing: boolean;
  readonly isSaving: boolean;
  /** Why the last save failed; the draft is still there. */
  readonly failure: string | undefined;
  /** What the value has become elsewhere since the edit began; saving then would overwrite it. */
  readonly theirs: Value | undefined;
  readonly begin: () => void;
  readonly change: (draft: Value) => void;
  readonly save: () => void;
  /** Ends the edit and drops the draft. */
  readonly cancel: () => void;
}

/** What an edit needs of whoever has the value. */
export interface EditOptions<Value> {
  readonly onSave: (next: Value, before: Value) => Promise<void>;
  /** What the value is now where it is kept; without it the shown one counts, which may be old. */
  readonly readNow?: (() => Promise<Value>) | undefined;
}

/**
 * The life of an edit in place. Saving shows the new value at once and gives it to `onSave`; where that fails the edit is
 * open again with what was typed and the reason. A value that changed elsewhere meanwhile is not overwritten before it
 * was shown: the first save reports it as `theirs`, the second means it.
 */
export function useEdit<Value>(value: Value, { onSave, readNow }: EditOptions<Value>): Edit<Value> {
  const [edit, setEdit] = useState<Open<Value> | undefined>();

  async function save() {
    if (!edit || edit.isSaving) return;
    if (Object.is(edit.draft, value)) return setEdit(undefined);
    setEdit({ ...edit, isSaving: true, failure: undefined });
    try {
      const now = readNow ? await readNow() : value;
      if (!Object.is(now, edit.before)) return setEdit({ ...edit, before: now, theirs: now });
      await onSave(edit.draft, edit.before);
      setEdit(undefined);
    } catch (error) {
      setEdit({ ...edit, isSaving: false, failure: messageOf(error) });
    }
  }

  return {
    shown: edit ? edit.draft : value,
    isEditing: edit !== undefined && !edit.isSaving,
    isSaving: edit?.isSaving ?? false,
    failure: edit?.failure,
    theirs: edit?.theirs,
    begin: () => setEdit({ draft: value, before: value, isSaving: false }),
    change: (draft) => setEdit((open) => open && { ...open, draft, failure: undefined }),
    save: () => void save(),
    cancel: () => setEdit(undefined),
  };
}

interface Open<Value> {
  readonly draft: Value;
  /** The value that the draft was made from. */
  readonly before: Value;
  readonly isSaving: boolean;
  readonly failure?: string | undefined;
  readonly theirs?: Value;
}
