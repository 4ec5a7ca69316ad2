import type { RegisteredModel } from "../../data/messages.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { aliasesOf, latestOf } from "./prompt-columns.tsx";
import styles from "./prompts-page.module.css";

/** One prompt on a narrow screen. */
export function PromptCard({ prompt, nowMs, zone }: { prompt: RegisteredModel; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <span className={styles.name}>{prompt.name}</span>
      <span className={styles.cardLine}>
        {latestOf(prompt)}
        <span className={styles.cardText}>{aliasesOf(prompt) || (prompt.description ?? "").slice(0, 200)}</span>
        {prompt.last_updated_timestamp ? formatRelative(prompt.last_updated_timestamp, nowMs, zone) : ""}
      </span>
    </>
  );
}
