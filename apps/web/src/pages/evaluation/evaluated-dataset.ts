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
  const { name = "", digest = "" } = dataset;
  return { name, digest, datasetId: evaluationDatasetId(dataset) };
}

/** Clients write the id of an evaluation dataset into the source; undefined for every other dataset. */
export function evaluationDatasetId(dataset: { source?: string; source_type?: string }): string | undefined {
  if (dataset.source_type !== "mlflow_evaluation_dataset") return undefined;
  return /"dataset_id": *"(d-[0-9a-f]{32})"/.exec(dataset.source ?? "")?.[1];
}

/** Whether the client marked the run as an evaluation; those up to 3.8 did not. */
export function isEvaluation({ data }: Run): boolean {
  return data?.tags?.some(({ key, value }) => key === "mlflow.runType" && value === "genai_evaluate") ?? false;
}
