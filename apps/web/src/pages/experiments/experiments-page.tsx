import { useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { nameFilter, useExperimentChanges, useExperimentList } from "../../data/experiments.ts";
import type { Experiment } from "../../data/messages.ts";
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
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { ExperimentCard } from "./experiment-card.tsx";
import { addressOf, experimentColumns } from "./experiment-columns.tsx";
import styles from "./experiments-page.module.css";

const keyOf = (experiment: Experiment) => experiment.experiment_id;
const nameOf = (experiment: Experiment) => experiment.name;
const changedLast: TableSort = { column: "last_update_time", descending: true };

/** `/experiments?q=&sort=&view=deleted`: every experiment, found by its name, made, deleted and restored. */
export function Component() {
  const navigate = useNavigate();
  const toast = useToast();
  const [search, setSearch] = useAddressedQuery();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [creating, setCreating] = useState(false);
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const view = search.get("view") === "deleted" ? "deleted" : "active";
  const columns = useMemo(() => experimentColumns(nowMs, zone), [nowMs, zone]);
  const [sort, setSort] = useSortInAddress(isSortableBy(columns), changedLast);
  const list = useExperimentList({
    filter: nameFilter(search.get("q") ?? ""),
    orderBy: `${sort.column} ${sort.descending ? "DESC" : "ASC"}`,
    view,
  });
  const experiments = useMemo(() => list.data?.pages.flatMap((page) => page.experiments) ?? [], [list.data]);
  const changes = useExperimentChanges();
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (experiment: Experiment) => <ExperimentCard experiment={experiment} nowMs={nowMs} zone={zone} />,
    }),
    [nowMs, zone],
  );

  /** Deletes, or restores where deleted ones are shown; the toast takes it back. */
  async function change(ids: readonly string[], kind: "remove" | "restore", undoing = false) {
    setSelected(new Set());
    const results = await Promise.allSettled(ids.map((id) => changes[kind](id)));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) return toast({ text: String((failed.reason as Error).message), tone: "error" });
    if (undoing) return;
    const what = `${ids.length} ${ids.length === 1 ? "experiment" : "experiments"} ${kind === "remove" ? "deleted" : "restored"}`;
    const back = kind === "remove" ? "restore" : "remove";
    toast({ text: what, action: { label: "Undo", run: () => void change(ids, back, true) } });
  }

  return (
    <>
      <PageHeader crumbs={[{ label: "Experiments" }]}>
        <Button
          on={view === "deleted"}
          aria-pressed={view === "deleted"}
          onClick={() => setSearch({ view: view === "deleted" ? undefined : "deleted" })}
        >
          <Icon name="trash" size={14} />
          Deleted
        </Button>
        <Button look="primary" onClick={() => setCreating(true)}>
          <Icon name="plus" size={14} />
          New
        </Button>
      </PageHeader>
      <ListToolbar>
        <SearchBox label="Find an experiment" placeholder="Find an experiment by its name" />
        {selected.size > 0 && (
          <span className={styles.selection} role="status">
            {selected.size} selected
            <Button onClick={() => void change([...selected], view === "deleted" ? "restore" : "remove")}>
              <Icon name={view === "deleted" ? "restore" : "trash"} size={14} />
              {view === "deleted" ? "Restore" : "Delete"}
            </Button>
            <Button look="plain" onClick={() => setSelected(new Set())}>
              Clear
            </Button>
          </span>
        )}
      </ListToolbar>
      <PagedTable
        list={list}
        what="experiments"
        empty={<NoExperiments text={search.get("q") ?? ""} view={view} />}
        label="Experiments"
        name="experiments"
        rows={experiments}
        keyOf={keyOf}
        nameOf={nameOf}
        columns={columns}
        sort={sort}
        onSort={setSort}
        addressOf={addressOf}
        selection={{ selected, onSelected: setSelected }}
        card={card}
      />
      <NameDialog
        open={creating}
        onOpen={setCreating}
        title="New experiment"
        action="Make it"
        onName={async (name) => void navigate(`/experiments/${await changes.create(name)}`)}
      />
    </>
  );
}

function NoExperiments({ text, view }: { text: string; view: "active" | "deleted" }) {
  if (text) return <NothingCalled what="experiment" text={text} />;
  if (view === "deleted") return <EmptyState icon="experiments" title="Nothing was deleted" />;
  return (
    <EmptyState icon="experiments" title="No experiments yet">
      The first trace that arrives makes one, or make one yourself.
    </EmptyState>
  );
}
