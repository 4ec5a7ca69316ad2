import type { KeyboardEvent } from "react";
import { Button } from "../../widgets/button.tsx";
import { EditNotice } from "../../widgets/editable/edit-notice.tsx";
import { useEdit } from "../../widgets/editable/use-edit.ts";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import styles from "./dataset-page.module.css";
import { isObject, parseExact } from "./exact-json.ts";
import { indented } from "./record.ts";

interface ExpectationsProps {
  /** JSON text; empty where nothing is expected. */
  readonly text: string;
  readonly onSave: (text: string) => Promise<void>;
  /** What is expected now, where it is kept. */
  readonly readNow: () => Promise<string>;
}

const template = '{\n  "expected_response": ""\n}';

/** JSON to read, and on demand as text to write; what is no JSON object is said before it is sent. */
export function Expectations({ text, onSave, readNow }: ExpectationsProps) {
  const edit = useEdit(asWritten(text), {
    onSave: (draft) => onSave(draft.trim() || "{}"),
    readNow: async () => asWritten(await readNow()),
  });
  const mistake = edit.isEditing ? mistakeIn(edit.shown) : "";

  function begin() {
    edit.begin();
    if (!text) edit.change(template);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !mistake) edit.save();
  }

  return (
    <section className={styles.part} aria-label="Expectations">
      <h3>
        Expectations
        {!edit.isEditing && (
          <Button look="plain" onClick={begin}>
            {text ? "Edit" : "Add"}
          </Button>
        )}
      </h3>
      {edit.isEditing ? (
        <>
          <textarea
            // biome-ignore lint/a11y/noAutofocus: it was opened to type here
            autoFocus
            aria-label="Expectations as JSON"
            aria-invalid={mistake !== ""}
            spellCheck={false}
            rows={Math.min(20, edit.shown.split("\n").length + 1)}
            value={edit.shown}
            onChange={(event) => edit.change(event.target.value)}
            onKeyDown={onKeyDown}
          />
          {mistake && (
            <p className={styles.failure} role="alert">
              {mistake}
            </p>
          )}
          {!mistake && (
            <EditNotice failure={edit.failure} theirs={edit.theirs} onSave={edit.save} onCancel={edit.cancel} />
          )}
          {edit.failure === undefined && edit.theirs === undefined && (
            <div className={styles.actions}>
              <Button look="primary" disabled={mistake !== ""} onClick={edit.save}>
                Save
              </Button>
              <Button look="plain" onClick={edit.cancel}>
                Cancel
              </Button>
            </div>
          )}
        </>
      ) : edit.shown ? (
        <JsonView text={edit.shown} label="Expectations" />
      ) : (
        <p className={styles.faint}>Nothing is expected of it yet.</p>
      )}
    </section>
  );
}

function asWritten(json: string): string {
  return json && indented(json);
}

function mistakeIn(text: string): string {
  if (text.trim() === "") return "";
  try {
    return isObject(parseExact(text)) ? "" : "Expectations are a JSON object: a name and a value for each.";
  } catch (error) {
    return `No JSON: ${messageOf(error)}`;
  }
}
