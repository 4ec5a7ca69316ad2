import { type OpenSave, useReviewSaves } from "../../data/review-saves.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import styles from "./review-page.module.css";

interface OpenSavesProps {
  readonly saves: readonly OpenSave[];
  /** Trace of the item that is open. */
  readonly current: string;
  readonly onOpen: (traceId: string) => void;
}

const mostListed = 3;

/** Saves that are not through: those on their way in a word, each that failed with its name, its reason and what to do. */
export function OpenSaves({ saves, current, onOpen }: OpenSavesProps) {
  const { retry, drop } = useReviewSaves();
  const failed = saves.filter(({ state }) => state === "failed");
  const again = saves.filter(({ state }) => state === "again");
  const retryAll = () => {
    for (const { id } of failed) retry(id);
  };
  return (
    <>
      <p className="unseen" role="status">
        {saves.length === 0 ? "Everything is saved" : failed.length === 0 ? `Saving ${saves.length}` : ""}
      </p>
      {again.length > 0 && (
        <p className={styles.saving}>
          <Icon name="running" size={14} />
          The server does not answer. {again.length === 1 ? "One save is" : `${again.length} saves are`} tried again; go
          on meanwhile.
        </p>
      )}
      {failed.length > 0 && (
        <div className={styles.failed} role="alert">
          <ul>
            {failed.slice(0, mostListed).map(({ id, save, reason }) => (
              <li key={id}>
                <Icon name="error" size={14} />
                <span className={styles.reason}>
                  {save.name} was not saved: {reason}
                </span>
                <Button onClick={() => retry(id)}>Try again</Button>
                {save.traceId !== current && (
                  <Button look="plain" onClick={() => onOpen(save.traceId)}>
                    Go to it
                  </Button>
                )}
                <Button look="plain" onClick={() => drop(id)}>
                  Drop it
                </Button>
              </li>
            ))}
          </ul>
          {failed.length > 1 && <Button onClick={retryAll}>Try all {failed.length} again</Button>}
        </div>
      )}
    </>
  );
}
