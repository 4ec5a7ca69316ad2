import type { ReactNode } from "react";
import { useExperimentName } from "../../data/experiments.ts";
import { ExperimentSwitcher } from "../../views/experiment-switcher/experiment-switcher.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PageTabs } from "../../views/page-header/page-tabs.tsx";
import { AboutButton } from "./about-button.tsx";
import { experimentAddress, experimentTabs } from "./experiment-tabs.ts";

/** The header of every tab of an experiment: its name once, the tabs, and at the right what the open tab puts there. */
export function ExperimentHeader({ experimentId, children }: { experimentId: string; children?: ReactNode }) {
  const name = useExperimentName(experimentId);
  const tabs = experimentTabs.map(({ path, label, page }) => ({
    to: experimentAddress(experimentId, path),
    label,
    onIntent: () => void page().catch(() => {}),
  }));
  return (
    <PageHeader
      crumbs={[
        { label: "Experiments", to: "/experiments" },
        { label: name, control: name && <ExperimentSwitcher experimentId={experimentId} name={name} /> },
      ]}
      tabs={tabs.length > 1 && <PageTabs label="Experiment" tabs={tabs} />}
    >
      <AboutButton experimentId={experimentId} />
      {children}
    </PageHeader>
  );
}
