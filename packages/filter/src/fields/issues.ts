import type { Operator } from "../ast.ts";
import type { FieldSet } from "../field-set.ts";
import { text } from "./mlflow.ts";

const operators: readonly Operator[] = ["=", "!="];

/** A new field is a row here and a column in store/src/issues.ts. */
export const issues: FieldSet = {
  resource: "issues",
  strict: true,
  prefixes: [],
  fields: [
    text("status", "pending, rejected or resolved", { operators }),
    text("source_run_id", "the run that found it", { operators }),
  ],
};
