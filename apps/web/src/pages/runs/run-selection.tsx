import { useNavigate } from "react-router";
import type { Run } from "../../data/messages.ts";
import { matchingRuns, useReadRunsAgain } from "../../data/run-list.ts";
import { useBulkJobs } from "../../views/bulk/bulk-jobs.tsx";
import { SelectionBar } from "../../views/bulk/selection-bar.tsx";
import { TagButton } from "../../views/bulk/tag-button.tsx";
import type { BulkSelection } from "../../views/bulk/use-selection.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { type ChosenRuns, stageRuns, tagRuns, theseRuns } from "./run-jobs.ts";
import type { RunRows } from "./use-run-rows.ts";

interface RunSelectionProps {
  readonly found: RunRows;
  readonly selection: BulkSelection;
  readonly view: "active" | "deleted";
}

const mostCompared = 100;

/** What can be done with the selected runs, or with all that match. All of it can be taken back. */
export function RunSelection({ found, selection, view }: RunSelectionProps) {
  const navigate = useNavigate();
  const startJob = useBulkJobs();
  const readAgain = useReadRunsAgain();
  const { request, total, runs } = found;
  // Keys of groups are among the selected, and stand for no run.
  const chosen = runs.filter(({ info }) => selection.selected.has(info.run_id));
  const meant: ChosenRuns = selection.isAll
    ? { total, batches: (signal) => matchingRuns(request, signal) }
    : theseRuns(chosen);
  const isNone = !selection.isAll && chosen.length === 0;

  return (
    <SelectionBar
      selection={selection}
      count={chosen.length}
      noun="run"
      total={total}
      hasMore={total === undefined || total > chosen.length}
    >
      <Button
        disabled={selection.isAll || chosen.length < 2 || chosen.length > mostCompared}
        onClick={() => void navigate(compareAddress(chosen))}
      >
        Compare
      </Button>
      {view === "active" && (
        <TagButton disabled={isNone} onTag={(key, value) => startJob(tagRuns(meant, key, value, readAgain))} />
      )}
      <Button
        disabled={isNone}
        onClick={() => {
          selection.clear();
          startJob(stageRuns(meant, view === "deleted" ? "restored" : "deleted", readAgain));
        }}
      >
        <Icon name={view === "deleted" ? "restore" : "trash"} size={14} />
        {view === "deleted" ? "Restore" : "Delete"}
      </Button>
    </SelectionBar>
  );
}

function compareAddress(runs: readonly Run[]): string {
  return `/compare/runs?ids=${runs.map(({ info }) => encodeURIComponent(info.run_id)).join(",")}`;
}
