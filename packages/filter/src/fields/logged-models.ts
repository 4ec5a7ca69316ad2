import type { FieldSet } from "../field-set.ts";
import { equality, keyed, lists, number, text } from "./mlflow.ts";

const texts = { operators: [...equality, ...lists], lax: true, sortable: true } as const;
const statuses = ["PENDING", "READY", "UPLOAD_FAILED"];

/** A new field is a row here and a column in store/src/search/logged-models.ts. */
export const loggedModels: FieldSet = {
  resource: "logged models",
  strict: true,
  prefixes: ["attributes"],
  fields: [
    text("name", "name of the model", texts),
    text("model_id", "id of the model", texts),
    text("model_type", "what kind of model it is", texts),
    text("status", "whether it is ready", { ...texts, values: statuses }),
    text("source_run_id", "run that made it", texts),
    text("experiment_id", "experiment it is in", texts),
    number("creation_timestamp", "when it was made, in milliseconds since 1970", {
      aliases: ["creation_time", "creation_timestamp_ms"],
      sortable: true,
    }),
    number("last_updated_timestamp", "when it last changed, in milliseconds since 1970", {
      aliases: ["last_updated_time", "last_updated_timestamp_ms"],
      sortable: true,
    }),
    keyed("metrics", "metric", "value of a metric on any dataset, or on those that the search names", {
      type: "number",
      sortable: true,
    }),
    keyed("params", "parameter", "parameter", { operators: texts.operators, lax: true }),
    keyed("tags", "tag", "tag", { operators: texts.operators, lax: true }),
  ],
};
