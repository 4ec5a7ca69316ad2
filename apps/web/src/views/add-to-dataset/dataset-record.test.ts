import type { SpanContent } from "@spanloom/conventions";
import { expect, test } from "vitest";
import { datasetRecord } from "./dataset-record.ts";

const source = { trace_id: "tr-1" };

test.each<[SpanContent, object, unknown]>([
  [{ inputs: { q: "a" }, outputs: "b" }, { q: "a" }, "b"],
  [{ inputs: "a" }, { input: "a" }, undefined],
  [{ inputs: [1] }, { input: [1] }, undefined],
  [{ query: "a", documents: [] }, { query: "a" }, []],
  [{ toolRun: { arguments: { city: "Rome" }, result: 21 } }, { city: "Rome" }, 21],
  [{}, { input: null }, undefined],
])("%j", (content, inputs, outputs) => {
  const record = JSON.parse(datasetRecord(content, [], source));
  expect(record.inputs).toEqual(inputs);
  expect(record.outputs).toEqual(outputs);
  expect(record.source).toEqual({ source_type: "TRACE", source_data: source });
});

test("keeps the digits of large numbers, and only expectations that hold", () => {
  const serialized_value = { serialization_format: "JSON_FORMAT", value: "[12345678901234567890]" };
  const said = [
    { assessment_name: "ids", expectation: { serialized_value }, metadata: {} },
    { assessment_name: "old", expectation: { value: "x" }, valid: false, metadata: {} },
    { assessment_name: "tone", feedback: { value: true }, metadata: {} },
  ];
  const record = datasetRecord({ inputs: { n: 9007199254740993n } }, said, source);
  expect(record).toContain('"inputs":{"n":9007199254740993}');
  expect(record).toContain('"expectations":{"ids":[12345678901234567890]}');
});
