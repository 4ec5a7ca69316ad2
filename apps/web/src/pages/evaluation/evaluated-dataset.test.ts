import { expect, test } from "vitest";
import { evaluationDatasetId } from "./evaluated-dataset.ts";

const id = `d-${"0af7651916cd43dd".repeat(2)}`;

test.each([
  ["mlflow_evaluation_dataset", `{"dataset_id": "${id}"}`, id],
  ["mlflow_evaluation_dataset", `{"dataset_id":"${id}"}`, id],
  ["mlflow_evaluation_dataset", '{"dataset_id": "../../x"}', undefined],
  ["mlflow_evaluation_dataset", "{", undefined],
  ["code", `{"dataset_id": "${id}"}`, undefined],
  [undefined, undefined, undefined],
])("the dataset of %s %s is %s", (source_type, source, expected) => {
  expect(evaluationDatasetId({ ...(source_type && { source_type }), ...(source && { source }) })).toBe(expected);
});
