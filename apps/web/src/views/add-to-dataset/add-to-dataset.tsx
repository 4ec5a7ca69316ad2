import { useEvaluationDatasetChanges } from "../../data/evaluation-datasets.ts";
import { Button, IconButton } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./add-to-dataset.module.css";
import { DatasetMenu } from "./dataset-menu.tsx";

interface AddToDatasetProps {
  readonly traceId: string;
  readonly experimentId: string;
  /** The span that is added; without one the trace is, by its root. */
  readonly spanId?: string | undefined;
  readonly rootSpanId?: string | undefined;
  /** Only an icon. */
  readonly compact?: boolean;
}

/** Puts a trace or a span, with what people expected of it, into an evaluation dataset: one that is there, or a new one. */
export function AddToDataset({ traceId, experimentId, spanId, rootSpanId, compact = false }: AddToDatasetProps) {
  const { addRecords } = useEvaluationDatasetChanges();
  const toast = useToast();
  const id = spanId ?? rootSpanId;
  if (id === undefined || experimentId === "") return null;
  const label = spanId === undefined ? "Add to dataset" : "Add span to dataset";

  async function addTo(datasetId: string, name: string): Promise<void> {
    try {
      // Read now and not when the menu is drawn, as its code is: few are added.
      const { readRecord } = await import("./read-record.ts");
      const record = await readRecord(traceId, id ?? "", spanId !== undefined);
      const added = await addRecords(datasetId, [record]);
      toast({ text: added > 0 ? `Added to ${name}` : `${name} had these inputs already; merged` });
    } catch (error) {
      toast({
        text: `Not added to ${name}: ${messageOf(error)}`,
        tone: "error",
        action: { label: "Try again", run: () => void addTo(datasetId, name) },
      });
    }
  }

  return (
    <DatasetMenu
      label={label}
      experimentId={experimentId}
      onDataset={(datasetId, name) => void addTo(datasetId, name)}
      trigger={
        compact ? (
          <IconButton icon="dataset" label={label} />
        ) : (
          <Button look="plain" aria-label={label}>
            <Icon name="dataset" size={14} />
            <span className={styles.label}>{label}</span>
          </Button>
        )
      }
    />
  );
}
