import { useState } from "react";
import { useNavigate } from "react-router";
import { useExperimentList } from "../../data/experiments.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuChoice, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import styles from "./experiment-switcher.module.css";

/** A menu in the breadcrumb holds this many; the rest is on the page of experiments, and in the palette. */
const mostShown = 20;
const newest = { filter: "", orderBy: "last_update_time DESC", view: "active" } as const;

/** The experiment's name in the breadcrumb, which opens those that changed last. */
export function ExperimentSwitcher({ experimentId, name }: { experimentId: string; name: string }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const list = useExperimentList(newest, open).data;
  const options = (list?.pages[0]?.experiments ?? [])
    .slice(0, mostShown)
    .map((experiment) => ({ value: experiment.experiment_id, label: experiment.name || experiment.experiment_id }));
  return (
    <h1 className={styles.heading}>
      <Menu
        label="Experiments"
        open={open}
        onOpen={setOpen}
        trigger={
          <button type="button" className={styles.name} title={name} aria-label={`Experiment ${name}: change`}>
            <span className={styles.text}>{name}</span>
            <Icon name="chevronDown" size={12} />
          </button>
        }
      >
        <MenuItem icon="experiments" onSelect={() => void navigate("/experiments")}>
          All experiments
        </MenuItem>
        <MenuItem icon="traces" onSelect={() => void navigate("/traces")}>
          Traces of all experiments
        </MenuItem>
        <MenuLine />
        <MenuHeading>Changed last</MenuHeading>
        <MenuChoice
          label="Experiments"
          value={experimentId}
          options={options}
          onValue={(id) => void navigate(`/experiments/${encodeURIComponent(id)}`)}
        />
      </Menu>
    </h1>
  );
}
