import { ApiError, type labelSchemaRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { checkSameInput, labelSchemaInput, labelSchemaInstruction, labelSchemaName } from "../label-schema-request.ts";
import { boundedParameter, experimentIdParameter, required } from "../parameters.ts";
import { checkExperiment } from "../start-trace.ts";

export const labelSchemas: Handlers<typeof labelSchemaRoutes> = {
  async createLabelSchema(context, { experiment_id, name, type, input, instruction, enable_comment }) {
    const experimentId = experimentIdParameter(experiment_id);
    const schemaName = labelSchemaName(required("name", name));
    if (type !== "FEEDBACK" && type !== "EXPECTATION") {
      throw new ApiError("INVALID_PARAMETER_VALUE", "Label schema `type` must be one of FEEDBACK or EXPECTATION.");
    }
    const schema = {
      experimentId,
      name: schemaName,
      type,
      input: labelSchemaInput(input),
      instruction: instruction === undefined ? undefined : labelSchemaInstruction(instruction),
      enableComment: enable_comment ?? false,
    };
    await checkExperiment(context, experimentId);
    return { label_schema: await context.store.labelSchemas.create(schema) };
  },

  async getLabelSchema({ store }, { schema_id }) {
    return { label_schema: await store.labelSchemas.get(required("schema_id", schema_id)) };
  },

  async getLabelSchemaByName(context, { experiment_id, name }) {
    const experimentId = experimentIdParameter(experiment_id);
    const schemaName = required("name", name);
    await checkExperiment(context, experimentId);
    return { label_schema: await context.store.labelSchemas.getByName(experimentId, schemaName) };
  },

  async listLabelSchemas(context, { experiment_id, max_results, page_token }) {
    const experimentId = experimentIdParameter(experiment_id);
    const limit = boundedParameter("max_results", max_results, 100, 50_000);
    await checkExperiment(context, experimentId);
    const { keys, nextPageToken } = await context.store.labelSchemas.list(experimentId, limit, page_token || undefined);
    return { label_schemas: keys, next_page_token: nextPageToken ?? "" };
  },

  async updateLabelSchema({ store }, { schema_id, name, instruction, enable_comment, input }) {
    const id = required("schema_id", schema_id);
    const schema = await store.labelSchemas.get(id);
    if (schema.is_default) throw isDefault("edited");
    const change = {
      name: name === undefined ? undefined : labelSchemaName(name),
      instruction: instruction === undefined ? undefined : labelSchemaInstruction(instruction),
      enableComment: enable_comment,
      input: input === undefined ? undefined : labelSchemaInput(input),
    };
    if (change.input !== undefined) checkSameInput(schema, change.input);
    return { label_schema: await store.labelSchemas.update(id, change) };
  },

  async deleteLabelSchema({ store }, { schema_id }) {
    const id = required("schema_id", schema_id);
    if (!(await store.labelSchemas.delete(id))) throw isDefault("deleted");
    return {};
  },
};

function isDefault(done: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", `The experiment's default question cannot be ${done}.`);
}
