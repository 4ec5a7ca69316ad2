import type { FieldSet } from "../field-set.ts";
import { equality, keyed, number, text } from "./mlflow.ts";

/** A new field is a row here and a column in store/src/search/evaluation-datasets.ts. */
export const evaluationDatasets: FieldSet = {
  resource: "evaluation datasets",
  strict: true,
  mayRepeatOrder: true,
  prefixes: [],
  fields: [
    text("name", "name", { operators: [...equality, "IN"], sortable: true }),
    text("created_by", "who made it"),
    text("last_updated_by", "who last changed it"),
    number("created_time", "when it was made, in milliseconds since 1970", { type: "integer", sortable: true }),
    number("last_update_time", "when it last changed, in milliseconds since 1970", { type: "integer", sortable: true }),
    keyed("tags", "tag", "tag"),
  ],
};
