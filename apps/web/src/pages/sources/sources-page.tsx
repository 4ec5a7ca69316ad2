import { useMemo } from "react";
import { Link } from "react-router";
import { useIngestSources } from "../../data/sources.ts";
import page from "../../styles/page.module.css";
import { LiveSwitch } from "../../views/live-switch/live-switch.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { TimeCharts } from "../../views/time-charts/time-charts.tsx";
import { boundsOf, readTimeRange, writeTimeRange } from "../../views/time-range/time-range.ts";
import { TimeRangePicker } from "../../views/time-range/time-range-picker.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { SourceRows } from "./source-rows.tsx";
import { sourceCharts } from "./source-series.ts";
import styles from "./sources-page.module.css";

const heads = ["Last seen", "Received", "Stored", "Re-sent", "Changed", "Rejected", "Refused"];

/** `/sources?from=&to=&open=&live=0`: who sends to this server, what became of it, and why something was not stored. */
export function Component() {
  const [search, setSearch] = useAddressedQuery();
  const range = useMemo(() => readTimeRange(search), [search]);
  const [zone] = useTimeZone();
  const nowMs = useNow(5_000);
  const live = search.get("live") !== "0";
  const list = useIngestSources(JSON.stringify(writeTimeRange(range)), (now) => boundsOf(range, now), live);
  const found = list.data;
  const charts = useMemo(() => (found ? sourceCharts(found) : []), [found]);
  const open = search.get("open") ?? undefined;
  const isEmpty = found?.sources.length === 0;
  return (
    <>
      <PageHeader crumbs={[{ label: "Sources" }]}>
        <TimeRangePicker range={range} onRange={(next) => setSearch(writeTimeRange(next))} />
        <LiveSwitch on={live} mode="asking" onToggle={() => setSearch({ live: live ? "0" : undefined })} />
      </PageHeader>
      {list.isPending && <ListPlaceholder label="Loading sources" />}
      {list.error && !found && <LoadFailed what="sources" error={list.error} onRetry={() => void list.refetch()} />}
      {isEmpty && range.kind === "all" && (
        <EmptyState icon="sources" title="Nothing has been sent here yet">
          Neither spans nor log records, nor anything that was refused. <Link to="/traces">How to send a trace</Link>
        </EmptyState>
      )}
      {isEmpty && range.kind !== "all" && (
        <EmptyState
          icon="clock"
          title="Nothing was sent in this time"
          actions={<Button onClick={() => setSearch({ from: undefined, to: undefined })}>All time</Button>}
        />
      )}
      {found && !isEmpty && (
        <div className={page.stack} aria-busy={list.isPlaceholderData}>
          {/* One bucket is a dot, which says no more than the rows. */}
          {found.bucket_count > 1 && (
            <TimeCharts
              charts={charts}
              heightPx={110}
              syncKey="sources"
              onRange={(next) => setSearch(writeTimeRange(next))}
            />
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <section className={styles.tableBox} tabIndex={0} aria-label="Sources">
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">Source</th>
                  <th scope="col">Sent as</th>
                  {heads.map((head) => (
                    <th key={head} scope="col" title={meanings[head]}>
                      {head}
                    </th>
                  ))}
                  <th scope="col">Over time</th>
                </tr>
              </thead>
              {found.sources.map((source) => (
                <SourceRows
                  key={source.source_id}
                  source={source}
                  isOpen={source.source_id === open}
                  onToggle={() => setSearch({ open: source.source_id === open ? undefined : source.source_id })}
                  nowMs={nowMs}
                  zone={zone}
                />
              ))}
            </table>
          </section>
          <p className={styles.note}>
            {found.more_sources && `The ${found.sources.length} that sent last. `}
            Counts are of whole hours; they are kept for 30 days.
          </p>
        </div>
      )}
    </>
  );
}

const meanings: Readonly<Record<string, string>> = {
  Received: "Spans or log records of all requests that could be read",
  "Re-sent": "Were stored already",
  Changed: "Had to be changed to be stored; the span says how",
  Rejected: "Could not be stored, while the rest of their request was",
  Refused: "Requests of which nothing was stored",
};
