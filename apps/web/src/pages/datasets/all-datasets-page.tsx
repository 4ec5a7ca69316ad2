import { PageHeader } from "../../views/page-header/page-header.tsx";
import { DatasetList } from "./dataset-list.tsx";

/** `/datasets?q=&sort=`: the evaluation datasets of all experiments. */
export function Component() {
  return (
    <DatasetList
      experimentId={undefined}
      header={(tools) => <PageHeader crumbs={[{ label: "Datasets" }]}>{tools}</PageHeader>}
    />
  );
}
