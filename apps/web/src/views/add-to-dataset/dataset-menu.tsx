import { type ReactNode, useState } from "react";
import { useEvaluationDatasetChanges, useEvaluationDatasets } from "../../data/evaluation-datasets.ts";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";

interface DatasetMenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly experimentId: string;
  readonly onDataset: (datasetId: string, name: string) => void;
}

/** Asks for an evaluation dataset: one of the experiment's, or a new one. */
export function DatasetMenu({ label, trigger, experimentId, onDataset }: DatasetMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const datasets = useEvaluationDatasets(experimentId, isOpen);
  const changes = useEvaluationDatasetChanges(experimentId);
  return (
    <>
      <Menu label={label} open={isOpen} onOpen={setOpen} trigger={trigger}>
        {datasets.isPending && <MenuHeading>Loading</MenuHeading>}
        {datasets.error && <MenuHeading>{datasets.error.message}</MenuHeading>}
        {datasets.data?.map(({ dataset_id = "", name = "" }) => (
          <MenuItem key={dataset_id} icon="dataset" onSelect={() => onDataset(dataset_id, name)}>
            {name}
          </MenuItem>
        ))}
        {(datasets.data?.length ?? 0) > 0 && <MenuLine />}
        <MenuItem icon="plus" onSelect={() => setNaming(true)}>
          New dataset…
        </MenuItem>
      </Menu>
      <NameDialog
        open={isNaming}
        onOpen={setNaming}
        title="New evaluation dataset"
        action="Make it and add"
        onName={async (name) => {
          const made = await changes.create(name);
          setNaming(false);
          onDataset(made, name);
        }}
      />
    </>
  );
}
