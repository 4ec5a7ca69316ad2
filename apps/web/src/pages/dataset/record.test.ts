import { expect, test } from "vitest";
import { indented, readPage } from "./record.ts";

test("a record has its parts as they were sent, and the trace that it came from", () => {
  const [record] = readPage(
    '[{"dataset_record_id": "dr-1", "inputs": {"b": 1.0, "a": 12345678901234567890}, "outputs": {}, "expectations": {"x": [1.50]}, ' +
      '"tags": {"t": "1", "n": 2}, "source_type": "TRACE", "source_id": "tr-abc", "last_update_time": 1795335716528}]',
  );
  expect(record).toEqual({
    id: "dr-1",
    inputs: '{"b":1.0,"a":12345678901234567890}',
    outputs: "",
    expectations: '{"x":[1.50]}',
    tags: { t: "1", n: "2" },
    traceId: "abc",
    changedMs: 1795335716528,
  });
});

test("what a record lacks is empty", () => {
  expect(readPage('[{"inputs": {}, "source_type": "HUMAN", "source_id": "ann"}]')).toMatchObject([
    { id: "", inputs: "{}", outputs: "", expectations: "", tags: {}, traceId: "" },
  ]);
});

test("outputs that are no object are outputs", () => {
  expect(readPage('[{"outputs": ""}, {"outputs": 0}, {"outputs": []}]').map(({ outputs }) => outputs)).toEqual([
    '""',
    "0",
    "[]",
  ]);
});

test("JSON is written line by line with its digits", () => {
  expect(indented('{"a":{"b":1.0}}')).toBe('{\n  "a": {\n    "b": 1.0\n  }\n}');
});
