import { expect, test } from "vitest";
import { exportColumns } from "./trace-export.ts";

test("a file has the columns of the table under the server's names, the id first and once", () => {
  const shown = ["status", "name", "tokens", "tag:a:b", "meta:k", "said:right", "attr:user.id", "tags", "id"] as const;
  expect(exportColumns(shown)).toEqual([
    "trace_id",
    "state",
    "name",
    "input_tokens",
    "output_tokens",
    "tags.a:b",
    "metadata.k",
    "assessments.right",
    "attributes.user.id",
  ]);
});

test.each(["constructor", "__proto__"])("a column %s in an address is none of a file", (id) => {
  expect(exportColumns([id as "name"])).toEqual(["trace_id"]);
});
