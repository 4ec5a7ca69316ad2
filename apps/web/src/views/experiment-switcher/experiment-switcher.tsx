import { useNavigate } from "react-router";
import { useExperiments } from "../../data/experiments.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import styles from "./experiment-switcher.module.css";

/** A menu in the breadcrumb holds this many; the rest is on the page of experiments, and in the palette. */
const mostShown = 30;

/** The experiment's name in the breadcrumb, which opens the others. */
export function ExperimentSwitcher({ experimentId, name }: { experimentId: string; name: string }) {
  const navigate = useNavigate();
  const experiments = useExperiments().data ?? [];
  const options = experiments
    .slice(0, mostShown)
    .map((experiment) => ({ value: experiment.experiment_id, label: experiment.name || experiment.experiment_id }));
  return (
    <h1 className={styles.heading}>
      <Menu
        label="Experiments"
        trigger={
          <button type="button" className={styles.name} title={name} aria-label={`Experiment ${name}: change`}>
            <span className={styles.text}>{name}</span>
            <Icon name="chevronDown" size={12} />
          </button>
        }
      >
        <MenuItem icon="traces" onSelect={() => void navigate("/traces")}>
          Traces of all experiments
        </MenuItem>
        <MenuItem icon="experiments" onSelect={() => void navigate("/experiments")}>
          List of experiments
        </MenuItem>
        <MenuLine />
        <MenuChoice
          label="Experiments"
          value={experimentId}
          options={options}
          onValue={(id) => void navigate(`/experiments/${encodeURIComponent(id)}/traces`)}
        />
      </Menu>
    </h1>
  );
}
