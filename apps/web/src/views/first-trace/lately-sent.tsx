import { Link } from "react-router";
import { latelyMs, useLatelySent } from "../../data/sources.ts";
import { Icon } from "../../widgets/icon.tsx";
import { lastLoss, sourceName } from "../ingest-source/source-text.ts";
import styles from "./first-trace.module.css";

/** For whoever waits for a trace: whether something came in the last minutes, and why it is not to be seen. */
export function LatelySent({ experimentId }: { experimentId: string | undefined }) {
  const { data, dataUpdatedAt } = useLatelySent();
  const sources = data?.sources ?? [];
  const [lost] = sources
    .flatMap((source) => {
      const fault = lastLoss(source);
      return fault && fault.last_ms >= dataUpdatedAt - latelyMs ? [{ source, fault }] : [];
    })
    .sort((a, b) => b.fault.last_ms - a.fault.last_ms);
  const elsewhere = experimentId === undefined ? undefined : sources.find(({ stored }) => stored > 0);
  return (
    <div className={styles.lately} role="status">
      {lost && (
        <p className={styles.lost}>
          <Icon name="warning" size={14} />
          <span>
            In the last minutes <b>{sourceName(lost.source)}</b> sent something that was not stored:{" "}
            {lost.fault.last_sentence}
          </span>
        </p>
      )}
      {!lost && elsewhere && (
        <p>
          In the last minutes <b>{sourceName(elsewhere)}</b> sent to another experiment: see{" "}
          <Link to="/traces">all traces</Link>.
        </p>
      )}
      <Link to="/sources">Who sends to this server, and what became of it</Link>
    </div>
  );
}
