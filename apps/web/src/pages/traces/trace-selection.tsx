import { useState } from "react";
import { useNavigate } from "react-router";
import { useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { matchingTraces, type TraceListRequest, useReadTracesAgain } from "../../data/traces.ts";
import { DatasetMenu } from "../../views/add-to-dataset/dataset-menu.tsx";
import { AddToReview } from "../../views/add-to-review/add-to-review.tsx";
import { useBulkJobs } from "../../views/bulk/bulk-jobs.tsx";
import { counted, SelectionBar } from "../../views/bulk/selection-bar.tsx";
import { TagButton } from "../../views/bulk/tag-button.tsx";
import type { BulkSelection } from "../../views/bulk/use-selection.ts";
import type { ColumnId } from "../../views/trace-list/columns.ts";
import { Button } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuItem } from "../../widgets/menu.tsx";
import { FeedbackForMany } from "./feedback-for-many.tsx";
import { allTracesUrl, exportThese } from "./trace-export.ts";
import { addTraces, assessTraces, type ChosenTraces, deleteTraces, tagTraces, theseTraces } from "./trace-jobs.ts";

interface TraceSelectionProps {
  readonly request: TraceListRequest;
  /** The loaded ones. */
  readonly traces: readonly TraceSummary[];
  readonly selection: BulkSelection;
  /** How many match, where it is known exactly. */
  readonly total: number | undefined;
  readonly hasMore: boolean;
  readonly columns: readonly ColumnId[];
  /** Where two selected ones are compared. */
  readonly comparison: string | undefined;
}

/** What can be done with the selected traces, or with all that match. */
export function TraceSelection(props: TraceSelectionProps) {
  const { request, traces, selection, total, columns, comparison } = props;
  const navigate = useNavigate();
  const startJob = useBulkJobs();
  const readAgain = useReadTracesAgain();
  const [isAsking, setAsking] = useState(false);
  const chosen = traces.filter(({ trace_id }) => selection.selected.has(trace_id));
  const meant: ChosenTraces = selection.isAll
    ? { total, batches: (signal) => matchingTraces(request, signal) }
    : theseTraces(chosen);
  const isNone = !selection.isAll && chosen.length === 0;
  // Datasets and questions are an experiment's: that of the list, or of what is selected first.
  const experimentId = request.experimentIds[0] ?? chosen[0]?.experiment_id ?? "0";
  const { addRecords } = useEvaluationDatasetChanges(experimentId);
  const what = selection.isAll
    ? total === undefined
      ? "all traces that match"
      : `all ${formatCount(total)} traces that match`
    : counted(chosen.length, "trace");

  function download(format: "csv" | "jsonl") {
    if (selection.isAll) return window.location.assign(allTracesUrl(request, format, columns));
    const ids = chosen.map(({ trace_id }) => trace_id);
    startJob(exportThese(ids, format, columns));
  }

  return (
    <SelectionBar
      selection={selection}
      count={chosen.length}
      noun="trace"
      total={total}
      hasMore={props.hasMore || (total ?? 0) > chosen.length}
    >
      <Button
        disabled={comparison === undefined}
        title={comparison ? "Compare the two (d)" : "Select two traces to compare them"}
        onClick={() => comparison && void navigate(comparison)}
      >
        Compare
      </Button>
      <DatasetMenu
        label="Add to dataset"
        experimentId={experimentId}
        onDataset={(datasetId, name) => startJob(addTraces(meant, (records) => addRecords(datasetId, records), name))}
        trigger={
          <Button disabled={isNone}>
            <Icon name="dataset" size={14} />
            Add to dataset
          </Button>
        }
      />
      {chosen.every(({ experiment_id }) => experiment_id === experimentId) && (
        <AddToReview
          experimentId={experimentId}
          traceIds={async () => {
            const ids: string[] = [];
            for await (const batch of meant.batches(new AbortController().signal))
              for (const { trace_id } of batch) ids.push(trace_id);
            return ids;
          }}
        />
      )}
      <TagButton disabled={isNone} onTag={(key, value) => startJob(tagTraces(meant, key, value, readAgain))} />
      <FeedbackForMany
        disabled={isNone}
        what={what}
        experimentId={experimentId}
        onSaid={(said, by) => startJob(assessTraces(meant, said, by, readAgain))}
      />
      <Menu
        label="Export"
        trigger={
          <Button disabled={isNone}>
            <Icon name="download" size={14} />
            Export
          </Button>
        }
      >
        <MenuItem onSelect={() => download("jsonl")}>JSON lines, with spans</MenuItem>
        <MenuItem onSelect={() => download("csv")}>CSV, the columns of the list</MenuItem>
      </Menu>
      <Button disabled={isNone} onClick={() => setAsking(true)}>
        <Icon name="trash" size={14} />
        Delete
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpen={setAsking}
        title={`Delete ${what}?`}
        action="Delete for good"
        onConfirm={async () => {
          selection.clear();
          startJob(deleteTraces(meant, readAgain));
        }}
      >
        Their spans, feedback and links go with them, and cannot be brought back.
      </ConfirmDialog>
    </SelectionBar>
  );
}
