import type { FieldSet } from "../field-set.ts";
import { equality, keyed, lists, number, text } from "./mlflow.ts";

/** A new field is a row here and a column in store/src/search/model-versions.ts. */
export const modelVersions: FieldSet = {
  resource: "model versions",
  strict: true,
  prefixes: ["attribute"],
  fields: [
    text("name", "name of the model or prompt", { operators: [...equality, ...lists], sortable: true }),
    number("version_number", "version", { type: "integer", lax: true, sortable: true }),
    text("run_id", "run that it was made in", { operators: [...equality, ...lists] }),
    text("source_path", "where it was made from"),
    number("creation_timestamp", "when it was made", { operators: [], sortable: true }),
    number("last_updated_timestamp", "when it last changed", { operators: [], sortable: true }),
    keyed("tags", "tag", "tag; `mlflow.prompt.is_prompt` tells prompts from models", { aliases: ["tag"] }),
  ],
};
