import type { UseQueryResult } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import type { Evaluation } from "../../data/messages.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { evaluationAddress } from "../evaluation/evaluation-address.ts";
import { EvaluationCard } from "../evaluations/evaluation-card.tsx";
import { evaluationColumns, scoreKeys } from "../evaluations/evaluation-columns.tsx";

const keyOf = ({ info }: Evaluation) => info.run_id;
const nameOf = ({ info }: Evaluation) => info.run_name || info.run_id;
const none: readonly Evaluation[] = [];

/** Runs that took the dataset in, with their scores. */
export function DatasetRuns({ runs }: { runs: UseQueryResult<readonly Evaluation[]> }) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const rows = runs.data ?? none;
  const keys = useMemo(() => scoreKeys(rows), [rows]);
  const columns = useMemo(
    () => evaluationColumns(rows, keys, nowMs, zone).filter(({ id }) => id !== "dataset"),
    [rows, keys, nowMs, zone],
  );
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (run: Evaluation) => <EvaluationCard run={run} keys={keys} nowMs={nowMs} zone={zone} />,
    }),
    [keys, nowMs, zone],
  );
  if (runs.isPending) return <ListPlaceholder label="Loading evaluations" />;
  if (runs.error && !runs.data) {
    return <LoadFailed what="evaluations" error={runs.error} onRetry={() => void runs.refetch()} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon="review" title="Nothing was evaluated on it yet">
        Pass the dataset to <code>mlflow.genai.evaluate(data=dataset, …)</code>.
      </EmptyState>
    );
  }
  return (
    <Table
      ref={scroller}
      label="Evaluations on this dataset"
      name="dataset-evaluations"
      rows={rows}
      keyOf={keyOf}
      nameOf={nameOf}
      total={rows.length}
      columns={columns}
      card={card}
      onOpen={({ info }, newTab) =>
        newTab ? openInNewTab(evaluationAddress(info.run_id)) : void navigate(evaluationAddress(info.run_id))
      }
    />
  );
}
