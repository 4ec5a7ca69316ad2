import { expect, test } from "vitest";
import { metricsByDataset } from "./metrics-by-dataset.ts";

test("metrics stand under their dataset, the last of each name, those of no dataset first", () => {
  const shown = metricsByDataset([
    { key: "f1", value: 0.5, timestamp: 1, dataset_name: "squad", dataset_digest: "ab" },
    { key: "f1", value: 0.75, timestamp: 2, step: 3, dataset_name: "squad", dataset_digest: "ab" },
    { key: "f1", value: 0.25, timestamp: 9, dataset_name: "squad", dataset_digest: "cd" },
    { key: "loss", value: Number.NaN, timestamp: 1 },
    { key: "system/cpu_utilization_percentage", value: 40, timestamp: 1 },
  ]);
  expect(shown.map(({ dataset, rows }) => [dataset, rows.map(({ key, exact, note }) => [key, exact, note])])).toEqual([
    ["", [["loss", "NaN", undefined]]],
    ["squad (ab)", [["f1", "0.75", "step 3"]]],
    ["squad (cd)", [["f1", "0.25", undefined]]],
  ]);
});
