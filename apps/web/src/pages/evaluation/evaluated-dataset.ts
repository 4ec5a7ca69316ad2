import type { Run } from "../../data/messages.ts";

export interface EvaluatedDataset {
  readonly name: string;
  readonly digest: string;
  /** Of an evaluation dataset of this server; undefined for what a program brought along. */
  readonly datasetId: string | undefined;
}

/** The dataset that a run was evaluated on: the first that it took in. */
export function datasetOf({ inputs }: Run): EvaluatedDataset | undefined {
  const dataset = inputs?.dataset_inputs?.[0]?.dataset;
  if (!dataset) return undefined;
  const { name = "", digest = "", source = "", source_type: type } = dataset;
  return { name, digest, datasetId: type === "mlflow_evaluation_dataset" ? datasetIdIn(source) : undefined };
}

function datasetIdIn(source: string): string | undefined {
  try {
    const { dataset_id: id } = JSON.parse(source) as { dataset_id?: unknown };
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
