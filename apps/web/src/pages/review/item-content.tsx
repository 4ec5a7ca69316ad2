import { readSpan } from "@spanloom/conventions";
import type { Assessment, LabelSchema } from "@spanloom/wire";
import { useMemo } from "react";
import { Link } from "react-router";
import { useFeedback } from "../../data/feedback.ts";
import { isNotFound } from "../../data/request-error.ts";
import { idOf, isPlaceholder, nameOf, rowOf, typeOf } from "../../trace/span-tree.ts";
import { AssessmentList } from "../../views/feedback/assessment-list.tsx";
import { assessmentText } from "../../views/feedback/assessment-text.ts";
import { useGiveFeedback } from "../../views/feedback/use-give-feedback.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { TextView } from "../../views/messages/text-view.tsx";
import { ValueView } from "../../views/messages/value-view.tsx";
import { hasConversation, hasInputOutput } from "../../views/span-details/present.ts";
import { SpanDetails } from "../../views/span-details/span-details.tsx";
import { useSpanPayload } from "../../views/span-payload/use-span-payload.ts";
import type { LoadedTrace } from "../../views/trace-skeleton/skeleton-query.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { TypeIcon } from "../../widgets/type-icon.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useSkeleton } from "../trace/use-skeleton.ts";
import styles from "./review-page.module.css";
import { Steps } from "./steps.tsx";

interface ItemContentProps {
  readonly traceId: string;
  /** What they ask for is not shown as an expectation, since it is the answer. */
  readonly questions: readonly LabelSchema[];
  readonly isShowingSteps: boolean;
  readonly onShowSteps: (shown: boolean) => void;
}

/** The trace that is reviewed: what was said in it, what was expected, and its steps when they are asked for. */
export function ItemContent(props: ItemContentProps) {
  const { data: trace, error, refetch } = useSkeleton(props.traceId);
  if (isNotFound(error)) {
    return (
      <section className={styles.content} aria-label="Trace">
        <EmptyState icon="search" title="This trace is gone">
          It was deleted since it was put into the queue. Decline it to go on.
        </EmptyState>
      </section>
    );
  }
  return (
    <section className={styles.content} aria-label="Trace">
      {error && !trace && <LoadFailed what="this trace" error={error} onRetry={() => void refetch()} />}
      {!error && !trace && <div className={styles.waiting} aria-busy="true" />}
      {trace && <Loaded {...props} trace={trace} />}
    </section>
  );
}

function Loaded({ traceId, questions, trace, isShowingSteps, onShowSteps }: ItemContentProps & { trace: LoadedTrace }) {
  const { summary, tree } = trace;
  const [search, setSearch] = useAddressedQuery();
  const [zone] = useTimeZone();
  const wanted = search.get("span") ?? "";
  const row = Math.max(0, rowOf(tree, wanted));
  function put(name: string, value: string) {
    setSearch({ [name]: value }, { replace: true });
  }
  return (
    <>
      <header className={styles.facts}>
        <TraceStatus state={summary.state} errors={summary.error_count} compact />
        <h2 className={styles.name}>{summary.name || "Unnamed trace"}</h2>
        {summary.duration_ns !== undefined && <span>{formatTraceDurationNs(summary.duration_ns)}</span>}
        <time className={styles.when}>{formatExact(unixMsOfNano(summary.start_time_unix_nano), zone)}</time>
        {tree.count > 1 && (
          <Tooltip text="The spans of this trace" shortcut="t">
            <Button
              look="plain"
              on={isShowingSteps}
              aria-pressed={isShowingSteps}
              onClick={() => onShowSteps(!isShowingSteps)}
            >
              {formatCount(tree.count)} spans
            </Button>
          </Tooltip>
        )}
        <Tooltip text="The whole trace" shortcut="o">
          <Link to={`/traces/${traceId}`} className={styles.open ?? ""}>
            Whole trace
            <Icon name="chevronRight" size={14} />
          </Link>
        </Tooltip>
      </header>
      <Expected traceId={traceId} questions={questions} />
      {isShowingSteps && <Steps tree={tree} row={row} onRow={(next) => put("span", idOf(tree, next))} />}
      {row > 0 && (
        <p className={styles.span}>
          <TypeIcon type={typeOf(tree, row)} />
          <strong>{nameOf(tree, row) || "no name"}</strong>
          <Button look="plain" onClick={() => put("span", "")}>
            Back to the whole
          </Button>
        </p>
      )}
      <Span trace={trace} row={row} tab={search.get("tab") ?? ""} onTab={(tab) => put("tab", tab)} />
    </>
  );
}

/** What was expected of the trace before anybody reviewed it here. */
function Expected({ traceId, questions }: { traceId: string; questions: readonly LabelSchema[] }) {
  const asked = new Set(questions.map(({ name }) => name));
  const { data = [] } = useFeedback(traceId);
  const expected = data.filter(
    ({ expectation, valid, assessment_name }) => expectation && valid !== false && !asked.has(assessment_name),
  );
  if (expected.length === 0) return null;
  return (
    <section className={styles.expected} aria-label="Expected">
      {expected.map((each: Assessment) => (
        <div key={each.assessment_id}>
          <h3>Expected · {each.assessment_name}</h3>
          <ValueView value={assessmentText(each)} label={each.assessment_name ?? ""} mode="markdown" />
        </div>
      ))}
    </section>
  );
}

function Span({
  trace,
  row,
  tab,
  onTab,
}: {
  trace: LoadedTrace;
  row: number;
  tab: string;
  onTab: (tab: string) => void;
}) {
  const { summary, tree } = trace;
  const { data, error, refetch } = useSpanPayload(summary.trace_id, tree, row);
  const said = useFeedback(summary.trace_id).data ?? [];
  const give = useGiveFeedback(summary.trace_id);
  const view = useMemo(() => data?.source && readSpan(data.source), [data]);
  const isPlace = isPlaceholder(tree, row);
  if (error) return <LoadFailed what="this span" error={error} onRetry={refetch} />;
  if (!isPlace && !data) return <div className={styles.waiting} aria-busy="true" />;
  // A root that carries nothing itself: what the trace is known by in lists stands for it.
  const isBare = row === 0 && !(view && (hasConversation(view) || hasInputOutput(view)));
  const costUsd = tree.costUsd[row] ?? -1;
  return (
    <>
      {isBare && <Previews input={summary.input_preview} output={summary.output_preview} />}
      {data?.source && (
        <div className={styles.details}>
          <SpanDetails
            key={data.source.spanId}
            source={data.source}
            raw={data.raw}
            notes={data.notes}
            costUsd={costUsd >= 0 ? costUsd : undefined}
            feedback={{
              count: said.length,
              panel: (
                <div className={styles.said}>
                  <AssessmentList
                    title="What was said"
                    assessments={said}
                    traceId={summary.trace_id}
                    experimentId={summary.experiment_id}
                    give={give}
                  />
                  {said.length === 0 && <p className={styles.quiet}>Nothing was said of this trace yet.</p>}
                </div>
              ),
            }}
            tab={tab}
            onTab={onTab}
          />
        </div>
      )}
    </>
  );
}

function Previews({ input, output }: { input: string; output: string }) {
  if (!input && !output) return null;
  return (
    <div className={styles.previews}>
      {input && (
        <section aria-label="Input">
          <h3>Input</h3>
          <TextView text={input} mode="text" />
        </section>
      )}
      {output && (
        <section aria-label="Output">
          <h3>Output</h3>
          <TextView text={output} mode="markdown" />
        </section>
      )}
    </div>
  );
}
