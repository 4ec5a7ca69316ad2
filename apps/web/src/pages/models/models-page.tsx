import { useMemo, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { nameFilter } from "../../data/experiments.ts";
import type { RegisteredModel } from "../../data/messages.ts";
import { useModelList, useNewModel } from "../../data/registry.ts";
import { ListEnd } from "../../views/load-failed/list-end.tsx";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";
import type { TableSort } from "../../widgets/table/column.ts";
import { readSort, writeSort } from "../../widgets/table/sort-in-address.ts";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { modelAddress } from "./model-address.ts";
import { ModelCard } from "./model-card.tsx";
import { modelColumns } from "./model-columns.tsx";

const nameOf = ({ name }: RegisteredModel) => name;
const byName: TableSort = { column: "name", descending: false };

/** `/models?q=&sort=`: every registered model, found by the words of its name. */
export function Component() {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const [creating, setCreating] = useState(false);
  const create = useNewModel();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const text = search.get("q") ?? "";
  const columns = useMemo(() => modelColumns(nowMs, zone), [nowMs, zone]);
  const sortable = columns.flatMap(({ id, sortFirst }) => (sortFirst ? [id] : []));
  const sort = readSort(search.get("sort"), sortable, byName);
  const list = useModelList(nameFilter(text), `${sort.column} ${sort.descending ? "DESC" : "ASC"}`);
  const models = useMemo(() => list.data?.pages.flatMap((page) => page.models) ?? [], [list.data]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (model: RegisteredModel) => <ModelCard model={model} nowMs={nowMs} zone={zone} />,
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
      <PageHeader crumbs={[{ label: "Models" }]}>
        <Button look="primary" onClick={() => setCreating(true)}>
          <Icon name="plus" size={14} />
          New
        </Button>
      </PageHeader>
      <ListToolbar>
        <SearchBox label="Find a model" placeholder="Find a model by its name" />
      </ListToolbar>
      {list.isPending && <ListPlaceholder label="Loading models" />}
      {list.error && !list.data && <LoadFailed what="models" error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && models.length === 0 && <NoModels text={text} />}
      {models.length > 0 && (
        <Table
          ref={scroller}
          label="Models"
          name="models"
          rows={models}
          keyOf={nameOf}
          nameOf={nameOf}
          total={list.hasNextPage ? undefined : models.length}
          columns={columns}
          sort={sort}
          onSort={onSort}
          onOpen={({ name }, newTab) =>
            newTab ? window.open(modelAddress(name), "_blank", "noopener") : void navigate(modelAddress(name))
          }
          card={card}
          onNearEnd={() =>
            list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && void list.fetchNextPage()
          }
          end={<ListEnd list={list} what="models" />}
        />
      )}
      <NameDialog
        open={creating}
        onOpen={setCreating}
        title="New model"
        action="Make it"
        onName={async (name) => {
          await create(name);
          void navigate(modelAddress(name));
        }}
      />
    </>
  );
}

function NoModels({ text }: { text: string }) {
  if (text) return <EmptyState icon="search" title={`No model is called “${text}”`} />;
  return (
    <EmptyState icon="models" title="No registered models yet">
      Register a logged model from its page, or with <code>mlflow.register_model("models:/m-…", "name")</code> in
      Python.
    </EmptyState>
  );
}
