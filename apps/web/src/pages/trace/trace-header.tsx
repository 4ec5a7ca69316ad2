import { Link } from "react-router";
import { useExperimentName } from "../../data/experiments.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { idOf, isPlaceholder } from "../../trace/span-tree.ts";
import { AddToDataset } from "../../views/add-to-dataset/add-to-dataset.tsx";
import { AddToReview } from "../../views/add-to-review/add-to-review.tsx";
import { promptNodes } from "../../views/lineage/prompt-nodes.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import type { LoadedTrace } from "../../views/trace-skeleton/skeleton-query.ts";
import { IconButton } from "../../widgets/button.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { Fact } from "../../widgets/fact.tsx";
import { formatDurationNs, formatTraceDurationNs } from "../../widgets/format/duration.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ownTags } from "../../widgets/reserved-tags.ts";
import { TraceStatus } from "../../widgets/trace-status.tsx";
import { experimentAddress } from "../experiment/experiment-tabs.ts";
import { loggedModelAddress } from "../logged-model/logged-model-tabs.ts";
import { sessionAddress } from "../session/session-facts.ts";
import { CompareButton } from "./compare-button.tsx";
import { MoreMenu } from "./more-menu.tsx";
import styles from "./trace-header.module.css";
import { TraceTags } from "./trace-tags.tsx";
import { costText, tokensText } from "./trace-totals.ts";
import type { Walk } from "./use-walk.ts";

/** Where we are, and the facts of the whole trace in one line. */
export function TraceHeader(props: {
  trace: LoadedTrace;
  walk: Walk | undefined;
  link: () => string;
  onNextError: () => void;
}) {
  const { summary, tree } = props.trace;
  const { walk } = props;
  const [zone] = useTimeZone();
  const name = summary.name || "Unnamed trace";
  // Whoever came from another list, such as that of all traces, is led back there.
  const list = walk?.list ?? listOf(summary);
  const isOfExperiment = list.startsWith(experimentAddress(summary.experiment_id, "traces"));
  const experiment = useExperimentName(isOfExperiment ? summary.experiment_id : undefined);
  const prompts = promptNodes(Object.entries(summary.tags).map(([key, value]) => ({ key, value })));
  return (
    <>
      <PageHeader crumbs={[{ label: isOfExperiment ? experiment : "Traces", to: list }, { label: name }]}>
        {walk && (
          <>
            <IconButton
              icon="arrowUp"
              label="Previous trace of the list"
              shortcut="k"
              disabled={!walk.onPrevious}
              onClick={walk.onPrevious}
            />
            <IconButton
              icon="arrowDown"
              label="Next trace of the list"
              shortcut="j"
              disabled={!walk.onNext}
              onClick={walk.onNext}
            />
          </>
        )}
        <CompareButton summary={summary} />
        <TraceTags summary={summary} />
        <AddToDataset traceId={summary.trace_id} experimentId={summary.experiment_id} rootSpanId={rootOf(tree)} />
        <AddToReview experimentId={summary.experiment_id} traceIds={[summary.trace_id]} />
        <CopyButton text={props.link} label="Copy link" />
        <MoreMenu summary={summary} list={list} />
      </PageHeader>
      <dl className={styles.facts}>
        <Fact name="State" unseen>
          <button
            type="button"
            className={styles.state}
            disabled={summary.error_count === 0}
            onClick={props.onNextError}
          >
            <TraceStatus state={summary.state} errors={summary.error_count} />
          </button>
        </Fact>
        <Fact name="Duration">
          {summary.duration_ns !== undefined
            ? formatTraceDurationNs(summary.duration_ns)
            : formatDurationNs(tree.axisEndUs * 1000)}
        </Fact>
        <Fact name="Spans">{formatCount(summary.span_count)}</Fact>
        {summary.usage && <Fact name="Tokens">{tokensText(summary.usage)}</Fact>}
        {(summary.usage || summary.cost_usd !== undefined) && <Fact name="Cost">{costText(summary)}</Fact>}
        {summary.models.length > 0 && <Fact name="Models">{summary.models.join(", ")}</Fact>}
        <Fact name="Started">
          <time dateTime={new Date(startMs(summary)).toISOString()}>{formatExact(startMs(summary), zone)}</time>
        </Fact>
        {summary.session && (
          <Fact name="Session">
            <Link to={`${sessionAddress(summary.session)}?turn=${summary.trace_id}`}>{summary.session}</Link>
          </Fact>
        )}
        <Linked name="User" summary={summary} field="user" value={summary.user} />
        {summary.run_id && (
          <Fact name="Run">
            <Link to={`/runs/${encodeURIComponent(summary.run_id)}/overview`}>{summary.run_id}</Link>
          </Fact>
        )}
        {summary.logged_model_id && (
          <Fact name="Logged model">
            <Link to={loggedModelAddress(summary.logged_model_id)}>{summary.logged_model_id}</Link>
          </Fact>
        )}
        {prompts.map(({ id, label, to }) => (
          <Fact key={id} name="Prompt">
            <Link to={to ?? ""}>{label}</Link>
          </Fact>
        ))}
        {Object.entries(ownTags(summary.tags)).map(([key, value]) => (
          <Fact key={key} name={key}>
            {value}
          </Fact>
        ))}
        <Fact name="Trace id">
          <code>{summary.trace_id}</code>
        </Fact>
      </dl>
    </>
  );
}

/** A value that leads to the other traces that have it. */
function Linked({
  name,
  summary,
  field,
  value,
}: {
  name: string;
  summary: TraceSummary;
  field: string;
  value: string;
}) {
  if (!value) return null;
  const filter = `${field} = '${value.replaceAll("'", "''")}'`;
  return (
    <Fact name={name}>
      <Link to={`${listOf(summary)}?${new URLSearchParams({ q: filter })}`} title={`Traces of this ${field}`}>
        {value}
      </Link>
    </Fact>
  );
}

/** The id of the first span at the top that has arrived. */
function rootOf(tree: LoadedTrace["tree"]): string | undefined {
  for (let row = 0; row < tree.count; row++) if (!isPlaceholder(tree, row)) return idOf(tree, row);
  return undefined;
}

function listOf(summary: TraceSummary): string {
  return summary.experiment_id ? experimentAddress(summary.experiment_id, "traces") : "/traces";
}

/** 0 for a time that cannot be read, because a date of NaN throws. */
function startMs(summary: TraceSummary): number {
  const ms = unixMsOfNano(summary.start_time_unix_nano);
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? ms : 0;
}
