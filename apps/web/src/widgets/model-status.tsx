import { Icon, type IconName } from "./icon.tsx";
import styles from "./trace-status.module.css";

interface Look {
  readonly label: string;
  readonly icon: IconName;
  readonly as: string;
}

const pending: Look = { label: "pending", icon: "running", as: "running" };
const ready: Look = { label: "ready", icon: "check", as: "ok" };

/** Of registered versions and of logged models, by their names on the wire. */
const looks = new Map<string, Look>([
  ["PENDING_REGISTRATION", pending],
  ["FAILED_REGISTRATION", { label: "failed", icon: "error", as: "error" }],
  ["READY", ready],
  ["LOGGED_MODEL_PENDING", pending],
  ["LOGGED_MODEL_READY", ready],
  ["LOGGED_MODEL_UPLOAD_FAILED", { label: "upload failed", icon: "error", as: "error" }],
]);

/** Whether a model can be used, as shape, colour and word. */
export function ModelStatus({ status, message = "" }: { status: string | undefined; message?: string | undefined }) {
  const look = looks.get(status ?? "") ?? { label: "unknown", icon: "incomplete", as: "unknown" };
  return (
    <span className={styles.status} data-status={look.as} title={message.slice(0, 600) || undefined}>
      <span className={styles.shape}>
        <Icon name={look.icon} size={14} />
      </span>
      {look.label}
    </span>
  );
}
