import { parseJson, printJson, type Received, type EvaluationDataset as WireEvaluationDataset } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { type EntryValues, textOf } from "./entries.ts";
import { itemsOf, type SearchOptions } from "./pages.ts";
import type { CallOptions } from "./transport.ts";

/** A dataset to evaluate with, as the server has it; its tags, schema and profile are JSON in texts. */
export type EvaluationDataset = Received<WireEvaluationDataset>;

/** What one record is made of. Records with the same inputs are one: others are merged into it. */
export interface DatasetRecord {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: unknown;
  readonly expectations?: Readonly<Record<string, unknown>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly source?:
    | {
        readonly source_type: "TRACE" | "HUMAN" | "CODE" | "DOCUMENT";
        readonly source_data?: Readonly<Record<string, unknown>>;
      }
    | undefined;
}

/** A record that is stored. */
export interface StoredRecord extends DatasetRecord {
  readonly dataset_record_id: string;
}

/** A dataset to be made. */
export interface NewDataset extends CallOptions {
  readonly name: string;
  /** Default: the client's experiment. */
  readonly experimentIds?: readonly string[] | undefined;
  readonly tags?: EntryValues | undefined;
}

/** Which datasets to find. */
export interface DatasetSearch extends SearchOptions {
  /** Default: all. */
  readonly experimentIds?: readonly string[] | undefined;
}

/** The part of a client that has to do with datasets to evaluate with. All reject with `ApiError`. */
export function evaluationDatasetCalls(connection: Connection) {
  const { rest } = connection;
  return {
    async createDataset({ name, experimentIds, tags = {}, signal }: NewDataset): Promise<EvaluationDataset> {
      const texts = Object.entries(tags).map(([key, value]) => [key, textOf(value)]);
      const request = {
        name,
        experiment_ids: experimentIds ?? [await connection.defaultExperimentId()],
        tags: JSON.stringify(Object.fromEntries(texts)),
      };
      return (await rest.createDataset(request, { signal })).dataset!;
    },

    async getDataset(datasetId: string, options?: CallOptions): Promise<EvaluationDataset> {
      return (await rest.getDataset({ dataset_id: datasetId }, options)).dataset!;
    },

    searchDatasets({ filter, orderBy, experimentIds, pageSize, signal }: DatasetSearch = {}) {
      const request = {
        experiment_ids: experimentIds,
        filter_string: filter,
        order_by: orderBy,
        max_results: pageSize,
      };
      return itemsOf(
        (page_token) => rest.searchEvaluationDatasets({ ...request, page_token }, { signal }),
        ({ datasets }) => datasets,
      );
    },

    /** Adds records, and merges expectations and tags into those that are there: by the inputs. */
    async mergeRecords(
      datasetId: string,
      records: readonly DatasetRecord[],
      options?: CallOptions,
    ): Promise<{ inserted: number; updated: number }> {
      const answer = await rest.upsertDatasetRecords({ dataset_id: datasetId, records: printJson(records) }, options);
      return { inserted: answer.inserted_count ?? 0, updated: answer.updated_count ?? 0 };
    },

    /** The oldest first. */
    listRecords(
      datasetId: string,
      { pageSize, signal }: CallOptions & { readonly pageSize?: number } = {},
    ): AsyncGenerator<StoredRecord, void, undefined> {
      const request = { dataset_id: datasetId, max_results: pageSize };
      return itemsOf(
        (page_token) => rest.getDatasetRecords({ ...request, page_token }, { signal }),
        ({ records = "[]" }) => parseJson(records) as unknown as StoredRecord[],
      );
    },

    /** Resolves to how many there were. */
    async deleteRecords(datasetId: string, recordIds: readonly string[], options?: CallOptions): Promise<number> {
      const request = { dataset_id: datasetId, dataset_record_ids: recordIds };
      return (await rest.deleteDatasetRecords(request, options)).deleted_count ?? 0;
    },

    async deleteDataset(datasetId: string, options?: CallOptions): Promise<void> {
      await rest.deleteDataset({ dataset_id: datasetId }, options);
    },
  };
}
