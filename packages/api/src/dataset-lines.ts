import type { EvaluationDatasets } from "@spanloom/store";
import { parseExact } from "@spanloom/wire";

/** Records of a page of the download. */
const pageSize = 1_000;
const parts = ["inputs", "outputs", "expectations", "tags", "source"] as const;

/** The records of a dataset as JSON, one a line, in the order in which they were added: what can be sent to be added again. */
export async function* recordLines(
  datasets: Pick<EvaluationDatasets, "records">,
  datasetId: string,
): AsyncGenerator<string> {
  let after: bigint | undefined;
  do {
    const { records, nextPosition } = await datasets.records(datasetId, pageSize, after);
    yield records.map(line).join("");
    after = nextPosition;
  } while (after !== undefined);
}

/** Numbers as they were written, and without what the server knows of the record. */
function line(record: string): string {
  const whole = parseExact(record) as Record<string, unknown>;
  return `${JSON.stringify(Object.fromEntries(parts.flatMap((part) => (part in whole ? [[part, whole[part]]] : []))))}\n`;
}
