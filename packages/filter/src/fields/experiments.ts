import type { FieldSet } from "../field-set.ts";
import { equality, existence, keyed, lists, number, text } from "./mlflow.ts";

/** A new field is a row here and a column in store/src/search/experiments.ts. */
export const experiments: FieldSet = {
  resource: "experiments",
  strict: true,
  mayRepeatOrder: true,
  prefixes: ["attribute"],
  fields: [
    text("name", "name", { sortable: true }),
    text("experiment_id", "id, in quotes", {
      operators: ["=", "!=", ...lists],
      flaw: (id) =>
        /^\d{1,18}$/.test(id) ? undefined : `Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`,
      sortable: true,
    }),
    number("creation_time", "when it was made, in milliseconds since 1970", { type: "integer", sortable: true }),
    number("last_update_time", "when it last changed, in milliseconds since 1970", { type: "integer", sortable: true }),
    keyed("tags", "tag", "tag", { aliases: ["tag"], operators: [...equality, ...existence] }),
  ],
};
