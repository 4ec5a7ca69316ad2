import styles from "./chart.module.css";
import { Swatch } from "./swatch.tsx";

interface LegendProps {
  readonly label: string;
  readonly entries: readonly { readonly id: string; readonly label: string; readonly colour: number }[];
  readonly hidden: ReadonlySet<string>;
  readonly highlighted: string | undefined;
  readonly onToggle: (id: string) => void;
  readonly onHighlight: (id: string | undefined) => void;
}

/** Whose line is whose. A click hides or shows it in all charts, hovering brings it out. */
export function Legend(props: LegendProps) {
  return (
    <ul className={styles.legend} aria-label={props.label}>
      {props.entries.map(({ id, label, colour }) => (
        <li key={id}>
          <button
            type="button"
            className={styles.legendItem}
            aria-pressed={!props.hidden.has(id)}
            data-on={id === props.highlighted || undefined}
            title={props.hidden.has(id) ? `Show ${label}` : `Hide ${label}`}
            onClick={() => props.onToggle(id)}
            onPointerEnter={() => props.onHighlight(id)}
            onPointerLeave={() => props.onHighlight(undefined)}
            onFocus={() => props.onHighlight(id)}
            onBlur={() => props.onHighlight(undefined)}
          >
            <Swatch colour={colour} />
            <span className={styles.legendName}>{label}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
