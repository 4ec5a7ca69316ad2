import type { SessionSummary } from "@spanloom/wire";
import { useMemo, useRef } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useSessionList } from "../../data/sessions.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { sessionAddress } from "../session/session-facts.ts";
import { SessionCard } from "./session-card.tsx";
import { sessionColumns } from "./session-columns.tsx";

const nameOf = ({ session }: SessionSummary) => session;

/** `/experiments/:experimentId/sessions?q=`: conversations, those with the newest traces first. */
export function Component() {
  const { experimentId = "" } = useParams();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const text = search.get("q") ?? "";
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const scroller = useRef<HTMLDivElement>(null);
  const list = useSessionList(experimentId, text);
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
      <ExperimentHeader experimentId={experimentId} />
      <ListToolbar>
        <SearchBox label="Find a session" placeholder="Find a session by its name, or by its user" />
      </ListToolbar>
      {list.isPending && <ListPlaceholder label="Loading sessions" />}
      {list.error && !list.data && (
        <LoadFailed what="sessions" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && sessions.length === 0 && <NoSessions text={text} />}
      {sessions.length > 0 && (
        <Table
          ref={scroller}
          label="Sessions"
          name="sessions"
          rows={sessions}
          keyOf={nameOf}
          nameOf={nameOf}
          total={list.hasNextPage ? undefined : sessions.length}
          columns={columns}
          card={card}
          onOpen={({ session }, newTab) =>
            newTab ? window.open(sessionAddress(session), "_blank", "noopener") : void navigate(sessionAddress(session))
          }
          onNearEnd={() =>
            list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
          }
          end={<ListEnd list={list} what="sessions" />}
        />
      )}
    </>
  );
}

function NoSessions({ text }: { text: string }) {
  if (text) return <EmptyState icon="search" title={`No session and no user is called “${text}”`} />;
  return (
    <EmptyState icon="sessions" title="No sessions yet">
      A trace belongs to a session when a span of it names one: <code>updateCurrentTrace({"{ session }"})</code> in
      TypeScript, <code>mlflow.update_current_trace(session_id=…)</code> in Python, or the attribute{" "}
      <code>session.id</code> from any OpenTelemetry SDK.
    </EmptyState>
  );
}
