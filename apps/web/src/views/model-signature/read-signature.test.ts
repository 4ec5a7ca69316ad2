import { expect, test } from "vitest";
import { readSignature, typeText } from "./read-signature.ts";

test("columns, tensors and params are read as MLflow writes them", () => {
  const signature = readSignature({
    inputs: '[{"type": "string", "name": "ticket", "required": true}, {"type": "long", "required": false}]',
    outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 10]}}]',
    params: '[{"name": "stop", "default": ["a"], "shape": [-1], "type": "string"}]',
  });
  expect(signature).toEqual({
    inputs: [
      { name: "ticket", type: "string", required: true },
      { name: "", type: "long", required: false },
    ],
    outputs: [{ name: "", type: "Tensor(float32, [-1,10])", required: true }],
    params: [{ name: "stop", type: "Array(string)", required: false, byDefault: '["a"]' }],
  });
});

test.each([
  [{ type: "array", items: { type: "map", values: { type: "any" } } }, "Array(Map(any))"],
  [
    { type: "object", properties: { role: { type: "string" }, name: { type: "string", required: false } } },
    "{role: string, name?: string}",
  ],
  [null, "any"],
  [{ type: 7 }, "any"],
  [{ type: "array" }, "Array(any)"],
  [{ type: "tensor" }, "Tensor(any, [])"],
])("the type of %j reads %s", (spec, text) => {
  expect(typeText(spec)).toBe(text);
});

test.each([undefined, null, 3, "[]", { inputs: "not JSON" }, { inputs: "{}" }, { inputs: "[null, 1]" }])(
  "of %j there are no fields",
  (signature) => {
    expect(readSignature(signature)).toEqual({ inputs: [], outputs: [], params: [] });
  },
);
