import { useState } from "react";
import { runsCsvUrl } from "../../data/addresses.ts";
import { allRunColumns, csvColumns, runColumn } from "../../views/run-list/columns.ts";
import { mostGroupKeys, type RunListState } from "../../views/run-list/list-state.ts";
import { SavedViews } from "../../views/saved-views/saved-views.tsx";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuCheck, MenuChoice, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { Popover } from "../../widgets/popover.tsx";
import { ColumnChooser } from "../../widgets/table/column-chooser.tsx";
import { toggleColumnId } from "../../widgets/table/column-ids.ts";
import { RowHeightChoice } from "../../widgets/table/row-height-choice.tsx";
import styles from "./runs-page.module.css";
import type { RunRows } from "./use-run-rows.ts";

interface RunsToolbarProps {
  readonly experimentId: string;
  readonly state: RunListState;
  readonly onState: (change: Partial<RunListState>) => void;
  readonly found: RunRows;
}

/** What changes the table: saved views, groups, columns, charts, and what is left in a menu. */
export function RunsToolbar(props: RunsToolbarProps) {
  const { experimentId, state, onState, found } = props;
  return (
    <div className={styles.tools}>
      <SavedViews experimentId={experimentId} of="runs" hint="Filter, columns, groups and charts, under a name." />
      <GroupMenu {...props} />
      <ColumnsMenu {...props} />
      <Menu
        label="Charts"
        trigger={
          <Button aria-label="Charts" on={state.charts !== "none"}>
            <Icon name="chart" size={14} />
            <span className={styles.label}>Charts</span>
          </Button>
        }
      >
        <MenuChoice
          label="Charts"
          value={state.charts}
          options={[
            { value: "none", label: "Table" },
            { value: "beside", label: "Table and charts" },
            { value: "only", label: "Charts" },
          ]}
          onValue={(charts) => onState({ charts })}
        />
      </Menu>
      <Menu
        label="More"
        trigger={
          <Button aria-label="More">
            <Icon name="more" size={14} />
          </Button>
        }
      >
        <MenuHeading>
          {found.total === undefined ? "All matching runs" : `All ${found.total} matching runs`}
        </MenuHeading>
        <MenuItem icon="download" onSelect={() => window.location.assign(csvUrl(found, state))}>
          Download as CSV
        </MenuItem>
        <MenuLine />
        <MenuCheck
          checked={state.view === "deleted"}
          onChecked={(deleted) => onState({ view: deleted ? "deleted" : "active", open: new Set() })}
        >
          Deleted runs
        </MenuCheck>
      </Menu>
    </div>
  );
}

function csvUrl({ request, columns }: RunRows, { view }: RunListState): string {
  return runsCsvUrl({
    experiment_ids: request.experimentIds,
    filter: request.filter,
    view,
    order_by: request.orderBy,
    columns: csvColumns(columns),
  });
}

function ColumnsMenu({ state, onState, found }: RunsToolbarProps) {
  const [open, setOpen] = useState(false);
  const all = open ? allRunColumns(found.keys, found.columns) : [];
  const named = (isOf: (id: string) => boolean) => all.filter(isOf).map(runColumn);
  const isIn = (prefix: string) => named((id) => id.startsWith(prefix));
  return (
    <Popover
      label="Columns"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label="Columns" on={state.columns !== undefined}>
          <Icon name="columns" size={14} />
          <span className={styles.label}>Columns</span>
        </Button>
      }
    >
      <div className={styles.chooser}>
        <ColumnChooser
          groups={[
            { title: "Run", columns: named((id) => !id.includes(".")) },
            { title: "Metrics", columns: isIn("metrics.") },
            { title: "Parameters", columns: isIn("params.") },
            { title: "Tags", columns: isIn("tags.") },
          ]}
          chosen={found.columns}
          onToggle={(id) => onState({ columns: toggleColumnId<string>(found.columns, id, all) as typeof all })}
          onDefault={() => onState({ columns: undefined })}
        />
        <RowHeightChoice />
      </div>
    </Popover>
  );
}

function GroupMenu({ state, onState, found }: RunsToolbarProps) {
  const [open, setOpen] = useState(false);
  const { group } = state;
  const keyed = (of: "params" | "tags") =>
    (found.keys?.[of] ?? [])
      .filter((key) => !key.startsWith("mlflow.") || !isOfOne(key))
      .map((key) => ({ id: `${of}.${key}`, label: key }));
  return (
    <Popover
      label="Group by"
      open={open}
      onOpen={setOpen}
      align="end"
      trigger={
        <Button aria-label={group.length > 0 ? `Group, now by ${group.join(", ")}` : "Group"} on={group.length > 0}>
          <Icon name="group" size={14} />
          <span className={styles.label}>Group</span>
        </Button>
      }
    >
      <div className={styles.chooser}>
        <ColumnChooser
          groups={[
            { title: "Parameters", columns: keyed("params") },
            { title: "Tags", columns: keyed("tags") },
            { title: "Inputs", columns: [{ id: "dataset.name", label: "Dataset" }] },
          ]}
          chosen={group}
          onToggle={(id) =>
            onState({
              group: group.includes(id) ? group.filter((other) => other !== id) : [...group, id].slice(-mostGroupKeys),
              open: new Set(),
            })
          }
          onDefault={() => onState({ group: [], open: new Set() })}
          defaultLabel="No groups"
        />
      </div>
    </Popover>
  );
}

/** Tags of MLflow's own that are another for each run: a group of each would be the list again. */
function isOfOne(key: string): boolean {
  return key === "mlflow.runName" || key.startsWith("mlflow.log-model") || key === "mlflow.note.content";
}
