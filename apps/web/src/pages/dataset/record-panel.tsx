import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { Button, IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./dataset-page.module.css";
import { isObject, parseExact } from "./exact-json.ts";
import { type DatasetRecord, indented } from "./record.ts";

interface RecordPanelProps {
  readonly datasetId: string;
  readonly record: DatasetRecord;
  readonly onClose: () => void;
  /** Absent at the end. */
  readonly onNext: (() => void) | undefined;
  readonly onPrevious: (() => void) | undefined;
}

/** One record: its inputs, what is expected (to be edited), its outputs and tags. */
export function RecordPanel({ datasetId, record, onClose, onNext, onPrevious }: RecordPanelProps) {
  const changes = useEvaluationDatasetChanges();
  const toast = useToast();
  const [isDeleting, setDeleting] = useState(false);
  useShortcuts({
    ...(onNext && { n: onNext }),
    ...(onPrevious && { p: onPrevious }),
    Escape: onClose,
  });
  const setTags = (tags: Readonly<Record<string, string>>) =>
    changes.updateRecord(datasetId, record.id, { tags: JSON.stringify(tags) });

  async function removeTag(key: string) {
    const { [key]: removed = "", ...rest } = record.tags;
    try {
      await setTags(rest);
      toast({
        text: `The tag ${key} is removed.`,
        action: { label: "Undo", run: () => void setTags({ ...rest, [key]: removed }).catch(() => undefined) },
      });
    } catch (error) {
      toast({ tone: "error", text: `The tag ${key} stays: ${error instanceof Error ? error.message : ""}` });
    }
  }

  return (
    <section className={styles.panel} aria-label="Record">
      <header className={styles.panelHead}>
        <h2>Record</h2>
        <code>{record.id}</code>
        <span className={styles.space} />
        {record.traceId && <Link to={`/traces/${record.traceId}`}>Trace it came from</Link>}
        <IconButton icon="trash" label="Delete record" onClick={() => setDeleting(true)} />
        <IconButton icon="arrowUp" label="Record before" shortcut="p" disabled={!onPrevious} onClick={onPrevious} />
        <IconButton icon="arrowDown" label="Next record" shortcut="n" disabled={!onNext} onClick={onNext} />
        <IconButton icon="close" label="Close the record" shortcut="Esc" onClick={onClose} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <div className={styles.panelBody} tabIndex={0}>
        <Part title="Inputs">
          <JsonView text={record.inputs} label="Inputs" />
        </Part>
        <Expectations
          text={record.expectations}
          onSave={async (text) => {
            await changes.updateRecord(datasetId, record.id, { expectations: text });
          }}
        />
        {record.outputs && (
          <Part title="Outputs">
            <JsonView text={record.outputs} label="Outputs" />
          </Part>
        )}
        <Part title="Tags">
          <EditableTags
            label="Tags of the record"
            tags={Object.fromEntries(Object.entries(record.tags).filter(([key]) => !key.startsWith("mlflow.")))}
            onSet={async (key, value) => {
              await setTags({ ...record.tags, [key]: value });
            }}
            onDelete={(key) => void removeTag(key)}
          />
        </Part>
      </div>
      <ConfirmDialog
        open={isDeleting}
        onOpen={setDeleting}
        title="Delete this record?"
        action="Delete for good"
        onConfirm={async () => {
          await changes.removeRecords(datasetId, [record.id]);
          onClose();
        }}
      >
        It cannot be restored. Evaluations that were made with it keep their traces and scores.
      </ConfirmDialog>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** JSON to read, and on demand as text to write; what is no JSON object is said before it is sent. */
function Expectations({ text, onSave }: { text: string; onSave: (text: string) => Promise<void> }) {
  const [draft, setDraft] = useState<string>();
  const [failure, setFailure] = useState("");
  const [isSaving, setSaving] = useState(false);
  const mistake = draft === undefined ? "" : mistakeIn(draft);

  async function save() {
    if (draft === undefined) return;
    setSaving(true);
    try {
      await onSave(draft.trim() || "{}");
      setDraft(undefined);
      setFailure("");
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setSaving(false);
    }
  }

  return (
    <section className={styles.part} aria-label="Expectations">
      <h3>
        Expectations
        {draft === undefined && (
          <Button look="plain" onClick={() => setDraft(text ? indented(text) : '{\n  "expected_response": ""\n}')}>
            {text ? "Edit" : "Add"}
          </Button>
        )}
      </h3>
      {draft === undefined ? (
        text ? (
          <JsonView text={text} label="Expectations" />
        ) : (
          <p className={styles.faint}>Nothing is expected of it yet.</p>
        )
      ) : (
        <>
          <textarea
            // biome-ignore lint/a11y/noAutofocus: it was opened to type here
            autoFocus
            aria-label="Expectations as JSON"
            aria-invalid={mistake !== ""}
            spellCheck={false}
            rows={Math.min(20, draft.split("\n").length + 1)}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.metaKey || event.ctrlKey) && !mistake) void save();
            }}
          />
          {(mistake || failure) && (
            <p className={styles.failure} role="alert">
              {mistake || failure}
            </p>
          )}
          <div className={styles.actions}>
            <Button look="primary" disabled={isSaving || mistake !== ""} onClick={() => void save()}>
              Save
            </Button>
            <Button look="plain" onClick={() => setDraft(undefined)}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function mistakeIn(text: string): string {
  if (text.trim() === "") return "";
  try {
    return isObject(parseExact(text)) ? "" : "Expectations are a JSON object: a name and a value for each.";
  } catch (error) {
    return `No JSON: ${error instanceof Error ? error.message : ""}`;
  }
}
