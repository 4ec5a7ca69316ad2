import { useMemo, useRef } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { nameFilter } from "../../data/experiments.ts";
import { useLoggedModelList } from "../../data/logged-models.ts";
import type { LoggedModel } from "../../data/messages.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { readSort, writeSort } from "../../widgets/table/sort-in-address.ts";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { loggedModelAddress } from "../logged-model/logged-model-tabs.ts";
import { loggedModelColumns, metricsOf } from "./logged-model-columns.tsx";

const keyOf = ({ info }: LoggedModel) => info.model_id;
const nameOf = ({ info }: LoggedModel) => info.name || info.model_id;
const newest: TableSort = { column: "creation_timestamp", descending: true };

/** `/experiments/:experimentId/models?q=&sort=`: logged models with their metrics. */
export function Component() {
  const { experimentId = "" } = useParams();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const text = search.get("q") ?? "";
  // Which metrics there are is known after the first page; until then the address is believed.
  const asked = (search.get("sort") ?? "").replace(/^-/, "");
  const sort = readSort(search.get("sort"), sortable.test(asked) ? [asked] : [], newest);
  const list = useLoggedModelList(experimentId, nameFilter(text), {
    field: sort.column,
    descending: sort.descending,
  });
  const models = useMemo(() => list.data?.pages.flatMap((page) => page.models) ?? [], [list.data]);
  const metrics = metricsOf(list.data?.pages[0]?.models ?? []).join("\n");
  const columns = useMemo(
    () => loggedModelColumns(metrics.split("\n").filter(Boolean), nowMs, zone),
    [metrics, nowMs, zone],
  );
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: ({ info }: LoggedModel) => (
        <>
          <CardName name={info.name || info.model_id} />
          <CardLine>
            <ModelStatus status={info.status} message={info.status_message} />
            <CardText text={info.model_type ?? ""} />
            {info.creation_timestamp_ms ? formatRelative(info.creation_timestamp_ms, nowMs, zone) : ""}
          </CardLine>
        </>
      ),
    }),
    [nowMs, zone],
  );

  function onSort(next: TableSort | undefined) {
    setSearch((before) => {
      const after = new URLSearchParams(before);
      if (next) after.set("sort", writeSort(next));
      else after.delete("sort");
      return after;
    });
  }

  return (
    <>
      <ExperimentHeader experimentId={experimentId} />
      <ListToolbar>
        <SearchBox label="Find a logged model" placeholder="Find a logged model by its name" />
      </ListToolbar>
      {list.isPending && <ListPlaceholder label="Loading logged models" />}
      {list.error && !list.data && (
        <LoadFailed what="logged models" error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.isSuccess && models.length === 0 && <NoModels text={text} />}
      {models.length > 0 && (
        <Table
          ref={scroller}
          label="Logged models"
          name="logged-models"
          rows={models}
          keyOf={keyOf}
          nameOf={nameOf}
          total={list.hasNextPage ? undefined : models.length}
          columns={columns}
          sort={sort}
          onSort={onSort}
          card={card}
          onOpen={({ info }, newTab) => {
            const address = loggedModelAddress(info.model_id);
            if (newTab) window.open(address, "_blank", "noopener");
            else void navigate(address);
          }}
          onNearEnd={() =>
            list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
          }
          end={<ListEnd list={list} what="logged models" />}
        />
      )}
    </>
  );
}

const sortable = /^(name|creation_timestamp|metrics\..+)$/;

function NoModels({ text }: { text: string }) {
  if (text) return <EmptyState icon="search" title={`No logged model is called “${text}”`} />;
  return (
    <EmptyState icon="models" title="No logged models yet">
      A run logs one with <code>mlflow.&lt;flavour&gt;.log_model(…)</code> in Python, and{" "}
      <code>initializeLoggedModel()</code> makes one in TypeScript.
    </EmptyState>
  );
}
