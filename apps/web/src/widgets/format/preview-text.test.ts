import { expect, test } from "vitest";
import { previewText, saidText } from "./preview-text.ts";

test.each([
  ['{"question": "Where?"}', "Where?"],
  ['{"question": "Where?", "k": 3}', "question: Where?, k: 3"],
  ['"It is\\nhere."', "It is\nhere."],
  ['{"messages": [{"role": "user"}]}', '[{"role":"user"}]'],
  ['["a", 1]', "a, 1"],
  ["plain words", "plain words"],
  ['{"cut": "off…', "off…"],
  ['"cut off…', "cut off…"],
  ['{"cut": {"off…', '{"cut": {"off…'],
  ['{"q": "a \\"b\\" c", "k": [1, {"text": "cut off…', 'q: a "b" c, k: [1,{"text":"cut off…"}]'],
  ['{"messages": [{"role": "user", "content": "Where is…', '[{"role":"user","content":"Where is…"}]'],
  ['{"cut": 12…', '{"cut": 12…'],
  ['{"cut": "at an escape \\…', '{"cut": "at an escape \\…'],
  ['{"order": 12345678901234567890}', '{"order": 12345678901234567890}'],
  ["{}", ""],
  ["12", "12"],
  ["null", "null"],
  ["", ""],
  ['{"__proto__": "x"}', "x"],
])("%s is shown as %s", (preview, text) => {
  expect(saidText(preview)).toBe(text);
});

test.each([
  ['{"question": "**Where** is `it`?"}', "Where is it?"],
  ['{"question": "# Refund", "k": 3}', "question: # Refund, k: 3"],
  ["plain **words**", "plain words"],
  ['{"order_id": "a_b_c", "n": 2}', "order_id: a_b_c, n: 2"],
])("%s is %s in a list", (preview, text) => {
  expect(previewText(preview)).toBe(text);
});
