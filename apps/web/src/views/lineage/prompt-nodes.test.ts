import { expect, test } from "vitest";
import { promptNodes } from "./prompt-nodes.ts";

const said = (value: string) =>
  promptNodes([{ key: "mlflow.linkedPrompts", value }]).map(({ label, to }) => [label, to]);

test("prompts are read from the tag that MLflow's client writes", () => {
  expect(said('[{"name": "answer a/b", "version": "2"}]')).toEqual([["answer a/b 2", "/prompts/answer%20a%2Fb?v=2"]]);
});

test.each(["", "not JSON", "{}", "[null, 1, {}, []]", '[{"name": 7, "version": 1}]'])(
  "of %j there are none",
  (text) => {
    expect(said(text)).toEqual([]);
  },
);
