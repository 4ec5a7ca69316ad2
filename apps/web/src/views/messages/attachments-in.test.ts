import { expect, test } from "vitest";
import { attachmentsIn } from "./attachments-in.ts";

const reference = (id: number, type = "image%2Fpng") =>
  `mlflow-attachment://0b8d2a4e-9f3c-4f6a-8f57-1a2b3c4d5e${10 + id}?content_type=${type}&trace_id=tr-1&size=5`;

test.each<[string, unknown, readonly string[]]>([
  ["a reference alone", reference(1), [reference(1)]],
  ["deep in a value, each once", { a: [{ b: reference(1) }, reference(2)], c: reference(1) }, [reference(1), reference(2)]],
  ["in JSON within a text", JSON.stringify({ photo: reference(1) }), [reference(1)]],
  ["no more than twelve", Array.from({ length: 40 }, (_, index) => reference(index)), Array.from({ length: 12 }, (_, index) => reference(index))],
  ["none in other values", [1, null, "mlflow", { a: "x" }], []],
  ["none that is broken", ["mlflow-attachment://x?trace_id=1", "mlflow-attachment://"], []],
])("%s", (_what, value, references) => {
  expect(attachmentsIn(value).map((found) => found.reference)).toEqual(references);
});

test("says what the file is", () => {
  expect(attachmentsIn([reference(1, "audio%2Fwav")])[0]).toMatchObject({ mimeType: "audio/wav", source: { shows: "audio" } });
});
