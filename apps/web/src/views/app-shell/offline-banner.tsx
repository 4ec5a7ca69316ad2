import { useServerReachable } from "../../data/server.ts";
import { Icon } from "../../widgets/icon.tsx";
import styles from "./app-shell.module.css";

/** Says that what is on screen may be old, and goes away by itself when the server answers again. */
export function OfflineBanner() {
  if (useServerReachable()) return null;
  return (
    <div className={styles.offline} role="status">
      <Icon name="warning" />
      No answer from {location.host}. Trying again every few seconds; what you see may be out of date.
    </div>
  );
}
