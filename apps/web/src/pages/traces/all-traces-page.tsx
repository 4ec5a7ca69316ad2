import { useMemo } from "react";
import { useExperiments } from "../../data/experiments.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { TracesPage } from "./traces-page.tsx";

const everything: readonly string[] = [];
const crumbs = [{ label: "Traces" }];

/** `/traces`: the traces of all experiments. */
export function Component() {
  const experiments = useExperiments().data;
  const experimentName = useMemo(() => {
    const names = new Map(experiments?.map(({ experiment_id, name }) => [experiment_id, name]));
    return (id: string) => names.get(id) ?? id;
  }, [experiments]);
  return (
    <TracesPage
      header={(tools) => <PageHeader crumbs={crumbs}>{tools}</PageHeader>}
      experimentIds={everything}
      experimentName={experimentName}
    />
  );
}
