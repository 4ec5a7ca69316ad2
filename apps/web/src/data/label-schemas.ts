import type { LabelSchema, RequestOf } from "@spanloom/wire";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";

const labelSchemasKey = (experimentId: string) => ["label-schemas", experimentId] as const;

/** The questions of an experiment, the newest first. */
export function useLabelSchemaList(experimentId: string) {
  return useQuery({
    queryKey: labelSchemasKey(experimentId),
    queryFn: ({ signal }) => client.listLabelSchemas(experimentId, signal),
    enabled: experimentId !== "",
    staleTime: 60_000,
  });
}

/** The same; none while they are on the way, or where it has none. */
export function useLabelSchemas(experimentId: string): readonly LabelSchema[] {
  return useLabelSchemaList(experimentId).data ?? noSchemas;
}

const noSchemas: readonly LabelSchema[] = [];

/** Each rejects with a `RequestError`. */
export function useLabelSchemaChanges(experimentId: string) {
  const queries = useQueryClient();
  async function changed<Answer>(sent: Promise<Answer>): Promise<Answer> {
    const answer = await sent;
    await queries.invalidateQueries({ queryKey: labelSchemasKey(experimentId) });
    return answer;
  }
  return {
    /** Resolves with its id. */
    create: async (schema: Omit<RequestOf<"createLabelSchema">, "experiment_id">): Promise<string> =>
      (await changed(client.createLabelSchema({ ...schema, experiment_id: experimentId }))).label_schema?.schema_id ??
      "",
    update: (change: RequestOf<"updateLabelSchema">) => changed(client.updateLabelSchema(change)),
    remove: (schemaId: string) => changed(client.deleteLabelSchema(schemaId)),
  };
}
