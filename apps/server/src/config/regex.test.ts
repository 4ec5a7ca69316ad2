import { expect, test } from "vitest";
import { regex } from "./values.ts";

test.each([
  ["^s3://models/", "s3://models/churn", true],
  ["^s3://models/", "x s3://models/churn", false],
  ["(?i)^S3://", "s3://models", true],
  ["^(?P<scheme>s3|gs)://", "gs://models", true],
  ["models$", "s3://b/models", true],
])("%s on %s: %s", (pattern, source, matches) => {
  expect(regex.parse(pattern)?.test(source)).toBe(matches);
});

test("nothing is no pattern", () => {
  expect(regex.parse("")).toBeUndefined();
});

test.each(["(", "[", "\\Z", "(?x)a"])("'%s' is refused with a sentence", (pattern) => {
  expect(() => regex.parse(pattern)).toThrow("a regular expression");
});
