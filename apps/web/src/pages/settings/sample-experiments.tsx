import { Link } from "react-router";
import { LoadSampleData } from "../../views/sample-data/load-sample-data.tsx";
import { useSampleData } from "../../views/sample-data/use-sample-data.ts";
import { Button } from "../../widgets/button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./settings-page.module.css";

/** What was loaded, each to go to and to remove, and a button for more. */
export function SampleExperiments() {
  const { loaded, remove, restore } = useSampleData();
  const toast = useToast();
  const failed = (error: unknown) => toast({ tone: "error", text: messageOf(error) });

  async function onRemove(id: string, name: string) {
    try {
      await remove(id);
      toast({
        text: `${name} is deleted.`,
        action: { label: "Undo", run: () => void restore(id).catch(failed) },
      });
    } catch (error) {
      failed(error);
    }
  }

  return (
    <>
      {loaded.length > 0 && (
        <ul className={styles.loaded} aria-label="Sample data">
          {loaded.map(({ experiment_id: id, name }) => (
            <li key={id}>
              <Link to={`/experiments/${encodeURIComponent(id)}`}>{name}</Link>
              <Button look="plain" aria-label={`Remove ${name}`} onClick={() => void onRemove(id, name)}>
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <LoadSampleData />
    </>
  );
}
