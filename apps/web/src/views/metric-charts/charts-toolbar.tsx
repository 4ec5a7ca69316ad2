import { Button } from "../../widgets/button.tsx";
import type { XKind } from "../../widgets/chart/series.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuChoice } from "../../widgets/menu.tsx";
import { type ChartKind, type ChartsState, chartKinds } from "./charts-state.ts";
import styles from "./metric-charts.module.css";

const kindNames: Record<ChartKind, string> = {
  lines: "Curves",
  bars: "Last values",
  scatter: "Scatter",
  parallel: "Parallel coordinates",
  contour: "Contour",
};

const xNames: Record<XKind, string> = { step: "Step", time: "Time", relative: "Relative time" };

interface ToolbarProps {
  readonly state: ChartsState;
  readonly onState: (change: Partial<ChartsState>) => void;
  /** One run is no scatter. */
  readonly kinds?: readonly ChartKind[];
}

/** Which charts there are, and how their axes are. */
export function ChartsToolbar({ state, onState, kinds = chartKinds }: ToolbarProps) {
  const curves = state.kind === "lines";
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Charts">
      {kinds.length > 1 && (
        <Choice
          label="Charts"
          value={state.kind}
          options={kinds.map((value) => ({ value, label: kindNames[value] }))}
          onValue={(kind) => onState({ kind, axes: [] })}
        />
      )}
      {curves && (
        <>
          <Choice
            label="Over"
            value={state.x}
            options={(["step", "time", "relative"] as const).map((value) => ({ value, label: xNames[value] }))}
            onValue={(x) => onState({ x, zoom: undefined })}
          />
          <Button look="plain" on={state.logY} aria-pressed={state.logY} onClick={() => onState({ logY: !state.logY })}>
            Log scale
          </Button>
          <label className={styles.smoothing}>
            Smoothing
            <input
              type="range"
              min={0}
              max={0.99}
              step={0.01}
              value={state.smoothing}
              onChange={(event) => onState({ smoothing: Number(event.target.value) })}
            />
            <output className={styles.smoothingValue}>{state.smoothing.toFixed(2)}</output>
          </label>
          {state.zoom && (
            <Button look="plain" on onClick={() => onState({ zoom: undefined })}>
              <Icon name="close" size={12} />
              Zoomed
            </Button>
          )}
        </>
      )}
      {(curves || state.kind === "bars") && (
        <input
          className={styles.find}
          type="search"
          placeholder="Find a metric"
          aria-label="Find a metric"
          value={state.find}
          onChange={(event) => onState({ find: event.target.value })}
        />
      )}
    </div>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onValue: (value: Value) => void;
}) {
  const chosen = props.options.find(({ value }) => value === props.value)?.label ?? "";
  return (
    <Menu
      label={props.label}
      trigger={
        <Button look="plain" aria-label={`${props.label}: ${chosen}`}>
          {chosen}
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      <MenuChoice {...props} />
    </Menu>
  );
}
