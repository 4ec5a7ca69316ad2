import { type ReactNode, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import {
  useDatasetUses,
  useEvaluationDatasetChanges,
  useEvaluationDatasetList,
} from "../../data/evaluation-datasets.ts";
import { useExperimentNames } from "../../data/experiments.ts";
import type { Dataset } from "../../data/messages.ts";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { NothingCalled } from "../../views/search-box/nothing-called.tsx";
import { SearchBox } from "../../views/search-box/search-box.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";
import { CardLine, CardName } from "../../widgets/table/cells.tsx";
import { isSortableBy, type TableSort } from "../../widgets/table/column.ts";
import { useSortInAddress } from "../../widgets/table/use-sort-in-address.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { datasetAddress } from "./dataset-address.ts";
import { datasetColumns } from "./dataset-columns.tsx";
import { recordCount } from "./dataset-facts.ts";

interface DatasetListProps {
  /** Undefined: the datasets of all. */
  readonly experimentId: string | undefined;
  /** The page's header around its tools. */
  readonly header: (tools: ReactNode) => ReactNode;
}

const keyOf = ({ dataset_id }: Dataset) => dataset_id;
const nameOf = ({ name }: Dataset) => name;
const changedLast: TableSort = { column: "last_update_time", descending: true };

/** Evaluation datasets, found by name, and new ones made. */
export function DatasetList({ experimentId, header }: DatasetListProps) {
  const navigate = useNavigate();
  const [search] = useAddressedQuery();
  const [isNaming, setNaming] = useState(false);
  const changes = useEvaluationDatasetChanges(experimentId);
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const text = search.get("q") ?? "";
  const [sort, setSort] = useSortInAddress(isSortable, changedLast);
  const list = useEvaluationDatasetList(experimentId, text, `${sort.column} ${sort.descending ? "DESC" : "ASC"}`);
  const datasets = useMemo(() => list.data?.pages.flatMap((page) => page.datasets) ?? [], [list.data]);
  const uses = useDatasetUses(useMemo(() => datasets.map(keyOf), [datasets]));
  const experiments = useExperimentNames(
    useMemo(() => [...new Set([...uses.values()].flatMap(({ experiment_ids }) => experiment_ids))], [uses]),
  );
  const columns = useMemo(() => datasetColumns(uses, experiments, nowMs, zone), [uses, experiments, nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (dataset: Dataset) => (
        <>
          <CardName name={dataset.name} />
          <CardLine>
            {formatCount(recordCount(dataset))} records
            <span>{formatRelative(dataset.last_update_time ?? Number.NaN, nowMs, zone)}</span>
          </CardLine>
        </>
      ),
    }),
    [nowMs, zone],
  );

  return (
    <>
      {header(
        <Button look="primary" onClick={() => setNaming(true)}>
          <Icon name="plus" size={14} />
          New
        </Button>,
      )}
      <ListToolbar>
        <SearchBox label="Find a dataset" placeholder="Find a dataset by its name" />
      </ListToolbar>
      <PagedTable
        list={list}
        what="datasets"
        empty={<NoDatasets text={text} onMake={() => setNaming(true)} />}
        label="Datasets"
        name="datasets"
        rows={datasets}
        keyOf={keyOf}
        nameOf={nameOf}
        columns={columns}
        sort={sort}
        onSort={setSort}
        card={card}
        addressOf={({ dataset_id }) => datasetAddress(dataset_id)}
      />
      <NameDialog
        open={isNaming}
        onOpen={setNaming}
        title="New evaluation dataset"
        action="Make it"
        onName={async (name) => void navigate(datasetAddress(await changes.create(name)))}
      />
    </>
  );
}

const isSortable = isSortableBy(datasetColumns(new Map(), new Map(), 0, "utc"));

function NoDatasets({ text, onMake }: { text: string; onMake: () => void }) {
  if (text) return <NothingCalled what="dataset" text={text} />;
  return (
    <EmptyState
      icon="dataset"
      title="No evaluation datasets yet"
      actions={
        <Button look="primary" onClick={onMake}>
          <Icon name="plus" size={14} />
          Make a dataset
        </Button>
      }
    >
      Make one here and paste records into it, put traces into one from their list, or call{" "}
      <code>mlflow.genai.datasets.create_dataset(name=…)</code> in Python.
    </EmptyState>
  );
}
