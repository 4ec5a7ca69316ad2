import { Icon, type IconName } from "./icon.tsx";
import styles from "./trace-status.module.css";

const looks: Readonly<Record<string, { label: string; icon: IconName; as: string }>> = {
  RUNNING: { label: "running", icon: "running", as: "running" },
  SCHEDULED: { label: "scheduled", icon: "clock", as: "incomplete" },
  FINISHED: { label: "finished", icon: "check", as: "ok" },
  FAILED: { label: "failed", icon: "error", as: "error" },
  KILLED: { label: "killed", icon: "close", as: "incomplete" },
};

/** The status of a run as shape, colour and word, by its name on the wire. `compact` draws the shape alone. */
export function RunStatus({ status, compact = false }: { status: string | undefined; compact?: boolean }) {
  const look = looks[status ?? ""] ?? { label: "unknown", icon: "incomplete" as const, as: "unknown" };
  return (
    <span className={styles.status} data-status={look.as} title={compact ? look.label : undefined}>
      <span className={styles.shape}>
        <Icon name={look.icon} size={14} />
      </span>
      <span className={compact ? "unseen" : undefined}>{look.label}</span>
    </span>
  );
}
