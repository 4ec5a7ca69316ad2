import { useMemo, useRef } from "react";
import { Link, useParams } from "react-router";
import { useEvaluation } from "../../data/evaluations.ts";
import { useExperimentName } from "../../data/experiments.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { useRun } from "../../data/run.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { Splitter } from "../../widgets/splitter.tsx";
import { Table } from "../../widgets/table/table.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { BaselinePicker } from "./baseline-picker.tsx";
import { isShown, type MatrixRow, matrixRows, pairScores } from "./comparison.ts";
import { type EvaluationState, readState, withState } from "./evaluation-address.ts";
import { EvaluationFacts } from "./evaluation-facts.tsx";
import styles from "./evaluation-page.module.css";
import { MatrixCard } from "./matrix-card.tsx";
import { matrixColumns } from "./matrix-columns.tsx";
import { ordered } from "./matrix-order.ts";
import { RowFilters } from "./row-filters.tsx";
import { RowPanel } from "./row-panel.tsx";
import { inBin, ScoreCards } from "./score-cards.tsx";
import { readScores } from "./scores.ts";

const keyOf = ({ key }: MatrixRow) => key;

/**
 * `/evaluations/:runId?with=&show=&only=&sort=&lower=&none=&row=`: each trace of an evaluation with its scores, beside what a
 * baseline had for the same inputs.
 */
export function Component() {
  const { runId = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const state = useMemo(() => readState(search), [search]);
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMediaQuery(narrow);
  const run = useRun(runId);
  const isRunning = run.data?.info.status === "RUNNING";
  const baselineId = state.baseline === runId ? undefined : state.baseline;
  const evaluation = useEvaluation(runId, isRunning);
  const baseline = useEvaluation(baselineId, false);
  const [current, before] = [evaluation.data, baselineId ? baseline.data : undefined];

  const pairs = useMemo(
    () => (current ? pairScores(current.scores.map(readScores), before?.scores.map(readScores), state.directions) : []),
    [current, before, state.directions],
  );
  const all = useMemo(
    () => (current ? matrixRows(sideOf(current), before && sideOf(before), pairs) : []),
    [current, before, pairs],
  );
  const { filter, only, sort } = state;
  const shown = useMemo(() => {
    const has = only && inBin(pairs, only);
    return all.filter((row) => (!filter || isShown(row, filter)) && (!has || has(row.at)));
  }, [all, filter, only, pairs]);
  const rows = useMemo(() => (current ? ordered(shown, sort, pairs, current) : []), [shown, sort, pairs, current]);
  const runs = useMemo(() => ({ runId, baselineId: before && baselineId }), [runId, before, baselineId]);
  const columns = useMemo(() => (current ? matrixColumns(current, pairs, runs) : []), [current, pairs, runs]);
  const card = useMemo(
    () => ({ heightPx: 78, draw: (row: MatrixRow) => <MatrixCard row={row} runs={runs} pairs={pairs} /> }),
    [runs, pairs],
  );

  const change = (part: Partial<EvaluationState>) => setSearch((now) => withState(now, part));
  const experimentId = run.data?.info.experiment_id ?? "";
  const experiment = useExperimentName(experimentId || undefined);
  const name = run.data?.info.run_name || (run.isPending ? undefined : runId);
  const error = run.error ?? evaluation.error;
  const open = all.find(({ key }) => key === state.row);
  const at = rows.findIndex(({ key }) => key === state.row);
  const step = (by: number) => {
    const next = rows[at + by];
    return next && (() => change({ row: next.key }));
  };

  const panel = open && (
    <RowPanel
      key={open.key}
      row={open}
      pairs={pairs}
      runs={runs}
      baselineTraceId={before?.trace_ids[open.baselineAt] ?? ""}
      onClose={() => change({ row: undefined })}
      onNext={step(1)}
      onPrevious={step(-1)}
      place={at < 0 ? undefined : `${at + 1} of ${rows.length}`}
    />
  );
  const matrix = (
    <div className={styles.matrix}>
      {rows.length > 0 ? (
        <Table
          ref={scroller}
          label="Rows"
          name="evaluation"
          rows={rows}
          keyOf={keyOf}
          nameOf={keyOf}
          total={rows.length}
          columns={columns}
          sort={sort}
          onSort={(next) => change({ sort: next })}
          card={card}
          highlighted={state.row}
          pinnedAtFirst={["status", "inputs"]}
          onOpen={({ key }, newTab) => (newTab ? openInNewTab(`/traces/${key}`) : change({ row: key }))}
        />
      ) : (
        <EmptyState icon="search" title="No row is like that">
          {all.length} rows are hidden by the filter.
        </EmptyState>
      )}
    </div>
  );

  return (
    <>
      <PageHeader
        crumbs={[
          { label: "Experiments", to: "/experiments" },
          {
            label: experiment,
            ...(experimentId && { to: `/experiments/${encodeURIComponent(experimentId)}/evaluations` }),
          },
          { label: name },
        ]}
      >
        {run.data && (
          <BaselinePicker
            run={run.data}
            baselineId={baselineId}
            onBaseline={(id) => change({ baseline: id, row: undefined, ...(!id && { filter: undefined }) })}
          />
        )}
        <CopyButton text={() => location.href} label="Copy link" />
      </PageHeader>
      {error && !current && (
        <LoadFailed
          what={`evaluation ${runId}`}
          instead={{ to: "/experiments", label: "All experiments" }}
          error={error}
          onRetry={() => void Promise.all([run.refetch(), evaluation.refetch()])}
        />
      )}
      {!error && !current && <ListPlaceholder label="Loading the evaluation" />}
      {current && (
        <>
          <EvaluationFacts run={run.data} evaluation={current} />
          {baseline.error && !before && (
            <p className={styles.notice} role="alert">
              The baseline could not be read: {baseline.error.message}
            </p>
          )}
          {current.trace_ids.length === 0 && !isRunning ? (
            <EmptyState
              icon="traces"
              title="No trace belongs to this run"
              actions={<Link to={`/runs/${runId}`}>The run</Link>}
            >
              What <code>mlflow.genai.evaluate(…)</code> scores in a run becomes a row here.
            </EmptyState>
          ) : (
            <>
              {/* On a phone an open row has the screen for itself. */}
              {!(panel && isNarrow) && (
                <>
                  <ScoreCards
                    pairs={pairs}
                    only={only}
                    onOnly={(next) => change({ only: next })}
                    onDirection={(score, direction) =>
                      change({ directions: new Map([...state.directions, [score, direction]]) })
                    }
                  />
                  <RowFilters
                    rows={all}
                    shown={rows.length}
                    isCompared={before !== undefined}
                    filter={filter}
                    only={only}
                    onFilter={(next) => change({ filter: next })}
                    onOnly={() => change({ only: undefined })}
                  />
                </>
              )}
              {!panel ? (
                matrix
              ) : isNarrow ? (
                panel
              ) : (
                <Splitter
                  name="evaluation-row"
                  label="Row"
                  direction="column"
                  initial={0.38}
                  smallest={120}
                  first={matrix}
                  second={panel}
                />
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

function sideOf(evaluation: { trace_ids: string[]; inputs_hashes: string[]; failed: number[] }) {
  return {
    traceIds: evaluation.trace_ids,
    inputsHashes: evaluation.inputs_hashes,
    failed: new Set(evaluation.failed),
  };
}
