import { expect, test } from "vitest";
import { readVersion, textOfTemplate } from "./read-version.ts";

const versionOf = (type: string, text: string, others: Record<string, string> = {}) =>
  readVersion({
    name: "p",
    version: "3",
    tags: Object.entries({ "mlflow.prompt.text": text, _mlflow_prompt_type: type, ...others }).map(([key, value]) => ({
      key,
      value,
    })),
  });

test.each([
  ["a text", "text", "Hi {{name}}", "Hi {{name}}"],
  ["a text that looks like messages", "text", '[{"role":"user","content":"x"}]', '[{"role":"user","content":"x"}]'],
  ["messages", "chat", '[{"role":"system","content":"a"},{"role":"user","content":"b"}]', "[system]\na\n\n[user]\nb"],
  ["parts of a message", "chat", '[{"role":"user","content":[1]}]', "[user]\n[\n  1\n]"],
  ["a chat that is no JSON", "chat", "{{", "{{"],
  ["a chat that is no list", "chat", '{"role":"user"}', '{"role":"user"}'],
  ["a chat of something else", "chat", "[null, 1]", "[null, 1]"],
  ["no messages", "chat", "[]", "[]"],
])("%s", (_, type, text, shown) => expect(textOfTemplate(versionOf(type, text).template)).toBe(shown));

test("JSON of the response format gets line breaks, and what is none stays", () => {
  const tags = { _mlflow_prompt_response_format: '{"a":1}', _mlflow_prompt_model_config: "{a" };
  const { responseFormat, modelConfig } = versionOf("text", "", tags);
  expect(responseFormat).toBe('{\n  "a": 1\n}');
  expect(modelConfig).toBe("{a");
});
