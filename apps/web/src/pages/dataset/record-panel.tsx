import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./dataset-page.module.css";
import { Expectations } from "./expectations.tsx";
import { type DatasetRecord, readRecord } from "./record.ts";

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
  const [isDeleting, setDeleting] = useState(false);
  useShortcuts({
    ...(onNext && { n: onNext }),
    ...(onPrevious && { p: onPrevious }),
    Escape: onClose,
  });
  const readNow = async () => readRecord(await changes.readRecordNow(datasetId, record.id));
  // The server sets all tags of a record at once, so each change starts from those that it has now.
  async function changeTags(edit: (tags: Readonly<Record<string, string>>) => Readonly<Record<string, string>>) {
    await changes.updateRecord(datasetId, record.id, { tags: JSON.stringify(edit((await readNow()).tags)) });
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
          readNow={async () => (await readNow()).expectations}
        />
        {record.outputs && (
          <Part title="Outputs">
            <JsonView text={record.outputs} label="Outputs" />
          </Part>
        )}
        <Part title="Tags">
          <EditableTags
            label="Tags of the record"
            tags={record.tags}
            onSet={(key, value) => changeTags((tags) => ({ ...tags, [key]: value }))}
            onRemove={(key) => changeTags(({ [key]: _, ...others }) => others)}
            readNow={async () => (await readNow()).tags}
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
