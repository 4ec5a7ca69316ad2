import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { nameFilter } from "../../data/experiments.ts";
import type { RegisteredModel } from "../../data/messages.ts";
import { useModelList, useNewModel } from "../../data/registry.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";
import { isSortableBy, type TableSort } from "../../widgets/table/column.ts";
import { useSortInAddress } from "../../widgets/table/use-sort-in-address.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { modelAddress } from "./model-address.ts";
import { ModelCard } from "./model-card.tsx";
import { modelColumns } from "./model-columns.tsx";

const nameOf = ({ name }: RegisteredModel) => name;
const byName: TableSort = { column: "name", descending: false };

/** `/models?q=&sort=`: every registered model, found by the words of its name. */
export function Component() {
  const navigate = useNavigate();
  const [search] = useAddressedQuery();
  const [creating, setCreating] = useState(false);
  const create = useNewModel();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const text = search.get("q") ?? "";
  const columns = useMemo(() => modelColumns(nowMs, zone), [nowMs, zone]);
  const [sort, setSort] = useSortInAddress(isSortableBy(columns), byName);
  const list = useModelList(nameFilter(text), `${sort.column} ${sort.descending ? "DESC" : "ASC"}`);
  const models = useMemo(() => list.data?.pages.flatMap((page) => page.models) ?? [], [list.data]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (model: RegisteredModel) => <ModelCard model={model} nowMs={nowMs} zone={zone} />,
    }),
    [nowMs, zone],
  );

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
      <PagedTable
        list={list}
        what="models"
        empty={<NoModels text={text} />}
        label="Models"
        name="models"
        rows={models}
        keyOf={nameOf}
        nameOf={nameOf}
        columns={columns}
        sort={sort}
        onSort={setSort}
        card={card}
        addressOf={({ name }) => modelAddress(name)}
      />
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
  if (text) return <NothingCalled what="model" text={text} />;
  return (
    <EmptyState icon="models" title="No registered models yet">
      Register a logged model from its page, or with <code>mlflow.register_model("models:/m-…", "name")</code> in
      Python.
    </EmptyState>
  );
}
