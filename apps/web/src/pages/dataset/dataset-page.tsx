import { type ReactNode, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { datasetDownloadUrl } from "../../data/addresses.ts";
import { useDatasetRuns, useEvaluationDataset, useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { Button, IconButton } from "../../widgets/button.tsx";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { Segments } from "../../widgets/segments.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { recordCount } from "../datasets/dataset-facts.ts";
import { AboutDataset } from "./about-dataset.tsx";
import { AddRecords } from "./add-records.tsx";
import styles from "./dataset-page.module.css";
import { DatasetRuns } from "./dataset-runs.tsx";
import { Records } from "./records.tsx";

const parts = ["records", "evaluations", "about"] as const;

/** `/datasets/:datasetId?part=&row=`: the records of an evaluation dataset, the runs that were evaluated on it, and its facts. */
export function Component() {
  const { datasetId = "" } = useParams();
  const navigate = useNavigate();
  const [search, setSearch] = useAddressedQuery();
  const [isAdding, setAdding] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const dataset = useEvaluationDataset(datasetId);
  const runs = useDatasetRuns(datasetId);
  const changes = useEvaluationDatasetChanges();
  const part = parts.find((each) => each === search.get("part")) ?? "records";
  const crumbs = [
    { label: "Datasets", to: "/datasets" },
    { label: dataset.data?.name ?? (dataset.error ? datasetId : undefined) },
  ];

  if (dataset.error && !dataset.data) {
    return (
      <>
        <PageHeader crumbs={crumbs} />
        <LoadFailed
          what={`dataset ${datasetId}`}
          instead={{ to: "/datasets", label: "All datasets" }}
          error={dataset.error}
          onRetry={() => void dataset.refetch()}
        />
      </>
    );
  }
  const found = dataset.data;
  const count = found ? recordCount(found) : 0;
  const segments: readonly { id: (typeof parts)[number]; label: ReactNode }[] = [
    { id: "records", label: <Counted label="Records" count={found && count} /> },
    { id: "evaluations", label: <Counted label="Evaluations" count={runs.data?.length} /> },
    { id: "about", label: "About" },
  ];
  return (
    <>
      <PageHeader crumbs={crumbs}>
        <Tooltip text="Download as JSON Lines">
          <a
            className={styles.download}
            href={datasetDownloadUrl(datasetId)}
            aria-label="Download as JSON Lines"
            download
          >
            <Icon name="download" />
          </a>
        </Tooltip>
        <IconButton icon="trash" label="Delete dataset" disabled={!found} onClick={() => setDeleting(true)} />
        <Button look="primary" disabled={!found} onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} />
          Add records
        </Button>
      </PageHeader>
      {!found && <ListPlaceholder label="Loading the dataset" />}
      {found && (
        <>
          <ListToolbar>
            <Segments
              label="What is shown"
              segments={segments}
              chosen={part}
              onChoose={(id) => setSearch({ part: id === "records" ? "" : id, row: "" })}
            />
          </ListToolbar>
          {part === "records" && <Records datasetId={datasetId} onAdd={() => setAdding(true)} />}
          {part === "evaluations" && <DatasetRuns runs={runs} />}
          {part === "about" && <AboutDataset dataset={found} />}
        </>
      )}
      <AddRecords datasetId={datasetId} open={isAdding} onOpen={setAdding} />
      <ConfirmDialog
        open={isDeleting}
        onOpen={setDeleting}
        title="Delete this dataset?"
        action="Delete for good"
        onConfirm={async () => {
          await changes.remove(datasetId);
          void navigate("/datasets");
        }}
      >
        {found?.name} goes with its {formatCount(count)} records and cannot be restored. Runs that were evaluated on it
        stay.
      </ConfirmDialog>
    </>
  );
}

function Counted({ label, count }: { label: string; count: number | undefined }) {
  return (
    <>
      {label}
      {count !== undefined && <span className={styles.count}>{formatCount(count)}</span>}
    </>
  );
}
