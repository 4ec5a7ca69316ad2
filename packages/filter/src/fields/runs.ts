import type { FieldSet } from "../field-set.ts";
import { equality, existence, keyed, lists, number, text } from "./mlflow.ts";

const statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

/** A new field is a row here and a column in store/src/search/runs.ts. */
export const runs: FieldSet = {
  resource: "runs",
  strict: true,
  prefixes: ["attribute", "attributes", "attr", "run"],
  fields: [
    text("run_id", "id of the run", { operators: [...equality, ...lists], sortable: true }),
    text("run_name", "name of the run", { aliases: ["run name"], sortable: true }),
    text("status", "what became of the run", { values: statuses, sortable: true }),
    text("user_id", "who made it", { sortable: true }),
    text("artifact_uri", "where its artifacts are", { sortable: true }),
    number("start_time", "start, in milliseconds since 1970", { aliases: ["created"], sortable: true }),
    number("end_time", "end, in milliseconds since 1970", { sortable: true }),
    keyed("metrics", "metric", "latest value of a metric; NaN differs from every number", {
      aliases: ["metric"],
      type: "number",
      sortable: true,
    }),
    keyed("params", "parameter", "parameter", {
      aliases: ["param", "parameter", "parameters"],
      operators: [...equality, ...existence],
      sortable: true,
    }),
    keyed("tags", "tag", "tag", { aliases: ["tag"], operators: [...equality, ...existence], sortable: true }),
    ...["name", "digest", "context"].map((key) =>
      text(`dataset.${key}`, `${key} of a dataset that the run used`, {
        aliases: [`datasets.${key}`],
        operators: [...equality, ...lists],
        called: "dataset attributes",
      }),
    ),
  ],
};
