import { useMemo } from "react";
import { useParams } from "react-router";
import { nameFilter } from "../../data/experiments.ts";
import { useLoggedModelList } from "../../data/logged-models.ts";
import type { LoggedModel } from "../../data/messages.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { useSortInAddress } from "../../widgets/table/use-sort-in-address.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
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
  const [search] = useAddressedQuery();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const text = search.get("q") ?? "";
  // Which metrics there are is known after the first page; until then the address is believed.
  const [sort, setSort] = useSortInAddress((column) => sortable.test(column), newest);
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

  return (
    <>
      <ExperimentHeader experimentId={experimentId} />
      <ListToolbar>
        <SearchBox label="Find a logged model" placeholder="Find a logged model by its name" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="logged models"
        empty={<NoModels text={text} />}
        label="Logged models"
        name="logged-models"
        rows={models}
        keyOf={keyOf}
        nameOf={nameOf}
        columns={columns}
        sort={sort}
        onSort={setSort}
        card={card}
        addressOf={({ info }) => loggedModelAddress(info.model_id)}
      />
    </>
  );
}

const sortable = /^(name|creation_timestamp|metrics\..+)$/;

function NoModels({ text }: { text: string }) {
  if (text) return <NothingCalled what="logged model" text={text} />;
  return (
    <EmptyState icon="models" title="No logged models yet">
      A run logs one with <code>mlflow.&lt;flavour&gt;.log_model(…)</code> in Python, and{" "}
      <code>initializeLoggedModel()</code> makes one in TypeScript.
    </EmptyState>
  );
}
