import { PageHeader } from "../../views/page-header/page-header.tsx";
import { TracesPage } from "./traces-page.tsx";

const everything: readonly string[] = [];
const crumbs = [{ label: "Traces" }];

/** `/traces`: the traces of all experiments. */
export function Component() {
  return <TracesPage header={(tools) => <PageHeader crumbs={crumbs}>{tools}</PageHeader>} experimentIds={everything} />;
}
