import { expect, test } from "vitest";
import { looksLikeText, previewKind } from "./preview-kind.ts";

test.each([
  ["model/MLmodel", "text"],
  ["src/train.PY", "text"],
  ["Dockerfile", "text"],
  ["notes.md", "markdown"],
  ["a.b/c.json", "json"],
  ["t.tsv", "csv"],
  ["x.parquet", "parquet"],
  ["plot.PNG", "image"],
  ["page.html", "page"],
  ["model.pkl", "none"],
  ["no-ending", "none"],
  ["dir.png/file", "none"],
  ["constructor", "none"],
])("%s is shown as %s", (path, kind) => expect(previewKind(path)).toBe(kind));

test("bytes with a NUL are no text, others with accents and line ends are", () => {
  expect(looksLikeText(new TextEncoder().encode("héllo\r\n\tworld \u001b[31m"))).toBe(true);
  expect(looksLikeText(new Uint8Array([80, 75, 3, 4, 0]))).toBe(false);
  expect(looksLikeText(new Uint8Array())).toBe(true);
});
