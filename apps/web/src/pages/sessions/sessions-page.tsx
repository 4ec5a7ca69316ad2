import type { SessionSummary } from "@spanloom/wire";
import { useMemo } from "react";
import { useParams } from "react-router";
import { useSessionList } from "../../data/sessions.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { askedRange, readTimeRange, type TimeRange, writeTimeRange } from "../../views/time-range/time-range.ts";
import { TimeRangePicker } from "../../views/time-range/time-range-picker.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { sessionAddress } from "../session/session-facts.ts";
import { SessionCard } from "./session-card.tsx";
import { sessionColumns } from "./session-columns.tsx";

const nameOf = ({ session }: SessionSummary) => session;

/** `/experiments/:experimentId/sessions?q=&from=&to=`: conversations whose last turn is in a time, the newest first. */
export function Component() {
  const { experimentId = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const text = search.get("q") ?? "";
  const range = readTimeRange(search);
  const setRange = (next: TimeRange) => setSearch(writeTimeRange(next));
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const list = useSessionList(experimentId, text, askedRange(range));
  const sessions = useMemo(() => list.data?.pages.flatMap((page) => page.sessions) ?? [], [list.data]);
  const columns = useMemo(() => sessionColumns(nowMs, zone), [nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 74,
      draw: (session: SessionSummary) => <SessionCard session={session} nowMs={nowMs} zone={zone} />,
    }),
    [nowMs, zone],
  );

  return (
    <>
      <ExperimentHeader experimentId={experimentId}>
        <TimeRangePicker range={range} onRange={setRange} />
      </ExperimentHeader>
      <ListToolbar>
        <SearchBox label="Find a session" placeholder="Find a session by its name, or by its user" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="sessions"
        empty={
          range.kind === "all" ? (
            <NoSessions text={text} />
          ) : (
            <NoneInTime text={text} onAllTime={() => setRange({ kind: "all" })} />
          )
        }
        label="Sessions"
        name="sessions"
        rows={sessions}
        keyOf={nameOf}
        nameOf={nameOf}
        columns={columns}
        card={card}
        addressOf={({ session }) => sessionAddress(session)}
      />
    </>
  );
}

function NoSessions({ text }: { text: string }) {
  if (text) return <NothingCalled what="session and no user" text={text} />;
  return (
    <EmptyState icon="sessions" title="No sessions yet">
      A trace belongs to a session when a span of it names one: <code>updateCurrentTrace({"{ session }"})</code> in
      TypeScript, <code>mlflow.update_current_trace(session_id=…)</code> in Python, or the attribute{" "}
      <code>session.id</code> from any OpenTelemetry SDK.
    </EmptyState>
  );
}

function NoneInTime({ text, onAllTime }: { text: string; onAllTime: () => void }) {
  return (
    <EmptyState
      icon="search"
      title={text ? `No session called “${text}” in this time` : "No session in this time"}
      actions={<Button onClick={onAllTime}>Show all time</Button>}
    >
      A session is listed at the time of its last turn.
    </EmptyState>
  );
}
