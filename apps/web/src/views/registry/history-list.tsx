import { useRegistryHistory } from "../../data/registry.ts";
import { Button } from "../../widgets/button.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { LoadFailed } from "../load-failed/load-failed.tsx";
import { Moment } from "../overview/facts.tsx";
import { changeText } from "./change-text.ts";
import styles from "./registry.module.css";

/** What happened to a model, or to one of its versions: the newest first, by whom where it is known. */
export function HistoryList({ model, version }: { model: string; version?: string }) {
  const history = useRegistryHistory(model, version);
  const nowMs = useNow(30_000);
  if (history.error && !history.data) {
    return <LoadFailed what="the history" error={history.error} onRetry={() => void history.refetch()} />;
  }
  const changes = history.data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <>
      <ol className={styles.history} aria-label="History">
        {changes.map((change) => (
          <li key={change.change_id} className={styles.change}>
            <span>{changeText(change)}</span>
            <span className={styles.when}>
              {change.changed_by && `${change.changed_by}, `}
              <Moment unixMs={change.changed_at_ms} nowMs={nowMs} />
            </span>
          </li>
        ))}
      </ol>
      {history.isSuccess && changes.length === 0 && <p className={styles.when}>Nothing was written down.</p>}
      {history.hasNextPage && (
        <Button disabled={history.isFetching} onClick={() => void history.fetchNextPage()}>
          Older changes
        </Button>
      )}
    </>
  );
}
