import type { AssessmentSummary } from "@spanloom/wire";
import { type ReactNode, useMemo, useRef } from "react";
import { useNavigate } from "react-router";
import { useAssessmentSummary } from "../../data/evaluations.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { CardLine, CardName } from "../../widgets/table/cells.tsx";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { assessmentColumns, resultText, tracesWith } from "./assessment-columns.tsx";
import styles from "./evaluations-page.module.css";

const keyOf = ({ kind, name }: AssessmentSummary) => `${kind} ${name}`;

/** What people, judges and code said of the traces of an experiment: how often, with which result, and who. */
export function AssessmentsPart({ experimentId, switcher }: { experimentId: string; switcher: ReactNode }) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const summary = useAssessmentSummary(experimentId);
  const columns = useMemo(() => assessmentColumns(experimentId, nowMs, zone), [experimentId, nowMs, zone]);
  const rows = summary.data?.summaries ?? [];
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (row: AssessmentSummary) => (
        <>
          <CardName name={row.name} />
          <CardLine>
            {row.count} {row.kind === "feedback" ? "times" : "expectations"}
            <b>{resultText(row)}</b>
          </CardLine>
        </>
      ),
    }),
    [],
  );
  return (
    <>
      <ListToolbar>{switcher}</ListToolbar>
      {summary.isPending && <ListPlaceholder label="Loading assessments" />}
      {summary.error && !summary.data && (
        <LoadFailed what="assessments" error={summary.error} onRetry={() => void summary.refetch()} />
      )}
      {summary.isSuccess && rows.length === 0 && (
        <EmptyState icon="thumbsUp" title="Nothing was said of these traces yet">
          Give feedback on a trace here, with <code>mlflow.log_feedback(…)</code>, or by the scorers of{" "}
          <code>mlflow.genai.evaluate(…)</code>.
        </EmptyState>
      )}
      {summary.data?.is_of_newest && <p className={styles.note}>Of the newest 50,000 traces.</p>}
      {rows.length > 0 && (
        <Table
          ref={scroller}
          label="Assessments"
          name="assessments"
          rows={rows}
          keyOf={keyOf}
          nameOf={keyOf}
          total={rows.length}
          columns={columns}
          card={card}
          onOpen={(row, newTab) =>
            newTab ? openInNewTab(tracesWith(experimentId, row)) : void navigate(tracesWith(experimentId, row))
          }
        />
      )}
    </>
  );
}
