import type { FieldSet } from "../field-set.ts";
import { equality, keyed, lists, number, text } from "./mlflow.ts";

/** A new field is a row here and a column in store/src/search/registered-models.ts. */
export const registeredModels: FieldSet = {
  resource: "registered models",
  strict: true,
  prefixes: ["attribute"],
  fields: [
    text("name", "name of the model or prompt", { operators: [...equality, ...lists], sortable: true }),
    number("last_updated_timestamp", "when it last changed", {
      aliases: ["timestamp"],
      operators: [],
      sortable: true,
    }),
    keyed("tags", "tag", "tag; `mlflow.prompt.is_prompt` tells prompts from models", { aliases: ["tag"] }),
  ],
};
