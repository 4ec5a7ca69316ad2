import { readSpan, sourcesFromOtlpJson } from "@spanloom/conventions";
import { useState } from "react";
import { client } from "../../data/client.ts";
import { useEvaluationDatasetChanges, useEvaluationDatasets } from "../../data/evaluation-datasets.ts";
import { Button, IconButton } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { NameDialog } from "../../widgets/name-dialog.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./add-to-dataset.module.css";
import { datasetRecord } from "./dataset-record.ts";

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
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const datasets = useEvaluationDatasets(experimentId, isOpen);
  const changes = useEvaluationDatasetChanges(experimentId);
  const toast = useToast();
  const id = spanId ?? rootSpanId;
  if (id === undefined || experimentId === "") return null;
  const label = spanId === undefined ? "Add to dataset" : "Add span to dataset";

  async function add(datasetId: string): Promise<"added" | "merged"> {
    return changes.addRecord(datasetId, await readRecord(traceId, id ?? "", spanId !== undefined));
  }

  async function addTo(datasetId: string, name: string): Promise<void> {
    try {
      const how = await add(datasetId);
      toast({ text: how === "added" ? `Added to ${name}` : `${name} had these inputs already; merged` });
    } catch (error) {
      toast({
        text: `Not added to ${name}: ${error instanceof Error ? error.message : String(error)}`,
        tone: "error",
        action: { label: "Try again", run: () => void addTo(datasetId, name) },
      });
    }
  }

  return (
    <>
      <Menu
        label={label}
        open={isOpen}
        onOpen={setOpen}
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
      >
        {datasets.isPending && <MenuHeading>Loading</MenuHeading>}
        {datasets.error && <MenuHeading>{datasets.error.message}</MenuHeading>}
        {datasets.data?.map(({ dataset_id = "", name = "" }) => (
          <MenuItem key={dataset_id} icon="dataset" onSelect={() => void addTo(dataset_id, name)}>
            {name}
          </MenuItem>
        ))}
        {(datasets.data?.length ?? 0) > 0 && <MenuLine />}
        <MenuItem icon="plus" onSelect={() => setNaming(true)}>
          New dataset…
        </MenuItem>
      </Menu>
      <NameDialog
        open={isNaming}
        onOpen={setNaming}
        title="New evaluation dataset"
        action="Make it and add"
        onName={async (name) => {
          const made = await changes.create(name);
          setNaming(false);
          await addTo(made, name);
        }}
      />
    </>
  );
}

/** Read now and not when the menu is drawn: few are added. */
async function readRecord(traceId: string, spanId: string, isSpan: boolean): Promise<string> {
  const [answer, said] = await Promise.all([client.readSpans(traceId, [spanId]), client.getAssessments(traceId)]);
  const [source] = sourcesFromOtlpJson(JSON.parse(answer.trace), undefined);
  if (!source) throw new Error("the content of this span is gone.");
  const about = said.filter(({ span_id }) => (isSpan ? span_id === spanId : span_id === undefined));
  return datasetRecord(readSpan(source), about, { trace_id: `tr-${traceId}`, ...(isSpan && { span_id: spanId }) });
}
