import type { SessionSummary } from "@spanloom/wire";
import { useMemo } from "react";
import { useParams } from "react-router";
import { useSessionList } from "../../data/sessions.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
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

/** `/experiments/:experimentId/sessions?q=`: conversations, those with the newest traces first. */
export function Component() {
  const { experimentId = "" } = useParams();
  const [search] = useAddressedQuery();
  const text = search.get("q") ?? "";
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
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
      <PagedTable
        list={list}
        what="sessions"
        empty={<NoSessions text={text} />}
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
