import { type ChangeEvent, useMemo, useState } from "react";
import { useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { formatBytes, formatCount } from "../../widgets/format/quantity.ts";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./dataset-page.module.css";
import { type ColumnRole, columnRoles, csvColumns, readCsvRecords, readJsonRecords } from "./read-records.ts";

interface AddRecordsProps {
  readonly datasetId: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

const mostBytes = 100_000_000;
/** Of a file so much is shown in the field; all of it is read. */
const mostShown = 20_000;

/** Takes records as JSON Lines, as a JSON list or as CSV, pasted or from a file, and says in which line a mistake is. */
export function AddRecords({ datasetId, open, onOpen }: AddRecordsProps) {
  return (
    <Dialog open={open} onOpen={onOpen} title="Add records">
      <AddForm datasetId={datasetId} onDone={() => onOpen(false)} />
    </Dialog>
  );
}

function AddForm({ datasetId, onDone }: { datasetId: string; onDone: () => void }) {
  const changes = useEvaluationDatasetChanges();
  const toast = useToast();
  const [text, setText] = useState("");
  const [file, setFile] = useState("");
  const [isCsv, setCsv] = useState(false);
  const [roles, setRoles] = useState<ReadonlyMap<string, ColumnRole>>(new Map());
  const [sent, setSent] = useState<number>();
  const [failure, setFailure] = useState("");
  const columns = useMemo(
    () => (isCsv ? csvColumns(text).map((column) => ({ ...column, role: roles.get(column.head) ?? column.role })) : []),
    [isCsv, text, roles],
  );
  const read = useMemo(() => {
    if (text.trim() === "") return undefined;
    return isCsv ? readCsvRecords(text, columns) : readJsonRecords(text);
  }, [isCsv, text, columns]);
  const records = read && "records" in read ? read.records : undefined;

  async function onFile(event: ChangeEvent<HTMLInputElement>) {
    const chosen = event.target.files?.[0];
    event.target.value = "";
    if (!chosen) return;
    setFailure("");
    if (chosen.size > mostBytes) {
      setFailure(`${chosen.name} has ${formatBytes(chosen.size)}; at most ${formatBytes(mostBytes)} are read at once.`);
      return;
    }
    setText(await chosen.text());
    setFile(chosen.name);
    setCsv(/\.csv$/i.test(chosen.name));
    setRoles(new Map());
  }

  async function add() {
    if (!records) return;
    setSent(0);
    let done = 0;
    try {
      const added = await changes.addRecords(datasetId, records, (count) => {
        done = count;
        setSent(count);
      });
      const merged = records.length - added;
      toast({
        text: `${formatCount(added)} added${merged > 0 ? `, ${formatCount(merged)} had inputs that were there already and were merged` : ""}.`,
      });
      onDone();
    } catch (error) {
      const message = messageOf(error);
      setFailure(
        `${done > 0 ? `${formatCount(done)} of ${formatCount(records.length)} were added, then: ` : ""}${message}`,
      );
      setSent(undefined);
    }
  }

  return (
    <div className={styles.form}>
      <p className={styles.faint}>
        One record a line, such as <code>{'{"inputs": {"question": "…"}, "expectations": {"answer": "…"}}'}</code>, a
        JSON list of them, or CSV. Records with inputs that are there already are merged.
      </p>
      <label className={styles.file}>
        Choose a file
        <input
          type="file"
          accept=".jsonl,.ndjson,.json,.csv,application/json,text/csv"
          onChange={(event) => void onFile(event)}
        />
      </label>
      <textarea
        aria-label="Records"
        placeholder="Paste records here"
        spellCheck={false}
        rows={9}
        value={text.length > mostShown && file ? `${text.slice(0, mostShown)}\n…` : text}
        readOnly={text.length > mostShown && file !== ""}
        onChange={(event) => {
          setText(event.target.value);
          setFile("");
        }}
      />
      <label className={styles.check}>
        <input type="checkbox" checked={isCsv} onChange={(event) => setCsv(event.target.checked)} />
        It is CSV
      </label>
      {columns.length > 0 && text.trim() !== "" && (
        <fieldset className={styles.columns}>
          <legend>What the columns are</legend>
          {columns.map(({ head, role }) => (
            <label key={head}>
              <span title={head}>{head || "without a name"}</span>
              <select
                value={role}
                onChange={(event) => setRoles(new Map([...roles, [head, event.target.value as ColumnRole]]))}
              >
                {columnRoles.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            </label>
          ))}
        </fieldset>
      )}
      {read && "mistake" in read && (
        <p className={styles.failure} role="alert">
          {read.line !== undefined && `Line ${formatCount(read.line)}: `}
          {read.mistake}
        </p>
      )}
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <div className={styles.actions}>
        <Button look="primary" disabled={!records || sent !== undefined} onClick={() => void add()}>
          {records
            ? `Add ${formatCount(records.length)} ${records.length === 1 ? "record" : "records"}`
            : "Add records"}
        </Button>
        {sent !== undefined && records && (
          <span role="status">
            {formatCount(sent)} of {formatCount(records.length)}
          </span>
        )}
        {file && <span className={styles.faint}>{file}</span>}
      </div>
    </div>
  );
}
