import { useMemo } from "react";
import { Link, useParams } from "react-router";
import { useOverview } from "../../data/overview.ts";
import { useSuggestedKeys } from "../../data/suggestions.ts";
import page from "../../styles/page.module.css";
import { FirstTrace } from "../../views/first-trace/first-trace.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { TimeCharts } from "../../views/time-charts/time-charts.tsx";
import { boundsOf, readTimeRange, type TimeRange, writeTimeRange } from "../../views/time-range/time-range.ts";
import { TimeRangePicker } from "../../views/time-range/time-range-picker.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { tracesAddress } from "./overview-address.ts";
import { OverviewGroups } from "./overview-groups.tsx";
import { overviewCharts } from "./overview-series.ts";
import { OverviewTotals } from "./overview-totals.tsx";

/** `/experiments/:experimentId/overview?from=&to=&by=`: what the traces add up to; a drag over a chart narrows the range. */
export function Component() {
  const { experimentId = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const range = useMemo(() => readTimeRange(search), [search]);
  const by = byOf(search.get("by"));
  const experimentIds = useMemo(() => [experimentId], [experimentId]);
  const overview = useOverview(
    experimentIds,
    JSON.stringify(writeTimeRange(range)),
    (nowMs) => boundsOf(range, nowMs),
    by,
  );
  const tags = useSuggestedKeys("traces", experimentIds).data?.tags ?? [];
  const found = overview.data;
  const charts = useMemo(() => (found ? overviewCharts(found) : []), [found]);
  const isEmpty = found?.total.trace_count === 0;

  function change(part: { range?: TimeRange; by?: string }) {
    setSearch({ ...(part.range && writeTimeRange(part.range)), ...(part.by && { by: part.by }) });
  }

  return (
    <>
      <ExperimentHeader experimentId={experimentId}>
        <TimeRangePicker range={range} onRange={(next) => change({ range: next })} />
      </ExperimentHeader>
      {overview.isPending && <ListPlaceholder label="Loading the overview" />}
      {overview.error && !found && (
        <LoadFailed what="the overview" error={overview.error} onRetry={() => void overview.refetch()} />
      )}
      {isEmpty && range.kind === "all" && <FirstTrace experimentId={experimentId} />}
      {isEmpty && range.kind !== "all" && (
        <EmptyState
          icon="clock"
          title="No trace began in this time"
          actions={<Button onClick={() => change({ range: { kind: "all" } })}>All time</Button>}
        />
      )}
      {found && !isEmpty && (
        <div className={page.stack} aria-busy={overview.isPlaceholderData}>
          <OverviewTotals total={found.total} experimentId={experimentId} range={range} />
          <TimeCharts
            charts={charts}
            heightPx={190}
            syncKey="overview"
            onRange={(next) => change({ range: next })}
            end={(title) => (
              <Link to={tracesAddress(experimentId, range)} aria-label={`List of the traces of ${title}`}>
                List
              </Link>
            )}
          />
          <OverviewGroups
            groups={found.groups}
            more={found.more_groups}
            by={by}
            tags={tags}
            onBy={(next) => change({ by: next })}
            experimentId={experimentId}
            range={range}
          />
        </div>
      )}
    </>
  );
}

/** What the server would not know is as if nothing was said. */
function byOf(text: string | null): string {
  const isKnown = text === "tool" || text === "user" || text === "name";
  return isKnown || (text?.startsWith("tags.") && text.length > "tags.".length) ? text : "model";
}
