import { formatCount } from "./format/quantity.ts";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./trace-status.module.css";

export type TraceStatusName = "ok" | "error" | "running" | "incomplete" | "unknown";

const looks: Record<TraceStatusName, { label: string; icon: IconName }> = {
  ok: { label: "ok", icon: "check" },
  error: { label: "error", icon: "error" },
  running: { label: "running", icon: "running" },
  incomplete: { label: "incomplete", icon: "incomplete" },
  unknown: { label: "unknown", icon: "incomplete" },
};

/** The state of a trace as shape, colour and word: `ok · 23 errors inside`. `compact` draws the shape alone. */
export function TraceStatus({ state, errors, compact = false }: { state: string; errors: number; compact?: boolean }) {
  const name = statusName(state);
  const text = statusText(name, errors);
  const hidden = name !== "error" && errors > 0;
  return (
    <span className={styles.status} data-status={name} title={compact ? text : undefined}>
      <span className={styles.shape}>
        <Icon name={looks[name].icon} size={14} />
        {hidden && <span className={styles.inside} />}
      </span>
      {compact ? (
        <span className="unseen">{text}</span>
      ) : (
        <span>
          {looks[name].label}
          {text !== looks[name].label && <span className={styles.errors}>{text.slice(looks[name].label.length)}</span>}
        </span>
      )}
    </span>
  );
}

export function statusText(name: TraceStatusName, errors: number): string {
  const inside = errors - (name === "error" ? 1 : 0);
  if (inside <= 0) return looks[name].label;
  return `${looks[name].label} · ${formatCount(inside)} ${name === "error" ? "more " : ""}${inside === 1 ? "error" : "errors"} inside`;
}

/** From the wire's enum name. */
export function statusName(state: string): TraceStatusName {
  const name = state.toLowerCase();
  return Object.hasOwn(looks, name) ? (name as TraceStatusName) : "unknown";
}
