import { useMemo, useRef, useState } from "react";
import { useDatasetRecords, useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { Button } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { CardLine, CardText } from "../../widgets/table/cells.tsx";
import { Table } from "../../widgets/table/table.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./dataset-page.module.css";
import { type DatasetRecord, readPage } from "./record.ts";
import { recordColumns } from "./record-columns.tsx";
import { RecordPanel } from "./record-panel.tsx";

const keyOf = ({ id }: DatasetRecord) => id;
const nameOf = ({ inputs }: DatasetRecord) => previewText(inputs).slice(0, 80);

/** The records as a table, one of them open below it, and those that are selected to be deleted. */
export function Records({ datasetId, onAdd }: { datasetId: string; onAdd: () => void }) {
  const [search, setSearch] = useAddressedQuery();
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery(narrow);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isDeleting, setDeleting] = useState(false);
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const list = useDatasetRecords(datasetId);
  const changes = useEvaluationDatasetChanges();
  const records = useMemo(() => list.data?.pages.flatMap((page) => readPage(page.records)) ?? [], [list.data]);
  const columns = useMemo(() => recordColumns(records, nowMs, zone), [records, nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: ({ inputs, expectations }: DatasetRecord) => (
        <>
          <CardLine>
            <CardText text={previewText(inputs)} />
          </CardLine>
          <CardLine>
            <CardText text={expectations ? previewText(expectations) : "nothing expected"} />
          </CardLine>
        </>
      ),
    }),
    [],
  );
  const at = records.findIndex(({ id }) => id === search.get("row"));
  const open = records[at];
  const chosen = records.filter(({ id }) => selected.has(id));
  const show = (record: DatasetRecord | undefined) => setSearch({ row: record?.id });
  const step = (record: DatasetRecord | undefined) => record && (() => show(record));

  if (list.isPending) return <ListPlaceholder label="Loading records" />;
  if (list.error && !list.data) {
    return <LoadFailed what="records" error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (records.length === 0) {
    return (
      <EmptyState
        icon="dataset"
        title="No records yet"
        actions={
          <Button look="primary" onClick={onAdd}>
            Add records
          </Button>
        }
      >
        Paste JSON Lines or upload a file here, put traces into it from their list, or call{" "}
        <code>dataset.merge_records([…])</code> in Python.
      </EmptyState>
    );
  }
  const table = (
    <div className={styles.records}>
      {chosen.length > 0 && (
        <div className={styles.selection} role="status">
          {formatCount(chosen.length)} selected
          <Button onClick={() => setDeleting(true)}>
            <Icon name="trash" size={14} />
            Delete
          </Button>
          <Button look="plain" onClick={() => setSelected(new Set())}>
            Clear
          </Button>
        </div>
      )}
      <Table
        ref={scroller}
        label="Records"
        name="records"
        rows={records}
        keyOf={keyOf}
        nameOf={nameOf}
        total={list.hasNextPage ? undefined : records.length}
        columns={columns}
        card={card}
        highlighted={open?.id}
        selection={{ selected, onSelected: setSelected }}
        onOpen={show}
        onNearEnd={() =>
          list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
        }
        end={<ListEnd list={list} what="records" />}
      />
    </div>
  );
  const panel = open && (
    <RecordPanel
      key={open.id}
      datasetId={datasetId}
      record={open}
      onClose={() => show(undefined)}
      onNext={step(records[at + 1])}
      onPrevious={step(records[at - 1])}
    />
  );
  return (
    <>
      {!panel ? (
        table
      ) : isNarrow ? (
        panel
      ) : (
        <Splitter
          name="dataset-record"
          label="Record"
          direction="row"
          initial={0.58}
          smallest={320}
          first={table}
          second={panel}
        />
      )}
      <ConfirmDialog
        open={isDeleting}
        onOpen={setDeleting}
        title={chosen.length === 1 ? "Delete this record?" : `Delete ${formatCount(chosen.length)} records?`}
        action="Delete for good"
        onConfirm={async () => {
          await changes.removeRecords(
            datasetId,
            chosen.map(({ id }) => id),
          );
          setSelected(new Set());
        }}
      >
        They cannot be restored. Evaluations that were made with them keep their traces and scores.
      </ConfirmDialog>
    </>
  );
}
