import { join } from "node:path";
import { files, names, numeric, text, type Yaml, yaml } from "./file-reading.ts";
import type { SourceRow } from "./source.ts";

/** The traces of a file store as rows of MLflow's tables: a folder a trace, below `traces` of its experiment. */
export class FileTraces {
  readonly #folders: Promise<ReadonlyMap<string, string>>;

  constructor(experimentFolders: () => AsyncIterable<{ readonly folder: string }>) {
    this.#folders = findTraces(experimentFolders());
  }

  async *infos(): AsyncGenerator<SourceRow> {
    for (const [id, folder] of await this.#folders) {
      const info = await yaml(join(folder, "trace_info.yaml"));
      if (info === undefined) continue;
      const location = info.trace_location as { mlflow_experiment?: { experiment_id?: unknown } } | undefined;
      yield {
        request_id: id,
        experiment_id: text(location?.mlflow_experiment?.experiment_id ?? info.experiment_id),
        client_request_id: text(info.client_request_id),
        request_preview: text(info.request_preview),
        response_preview: text(info.response_preview),
        timestamp_ms: info.request_time ? Date.parse(String(info.request_time)) : Number(info.timestamp_ms ?? 0),
        execution_time_ms: numeric(info.execution_duration_ms ?? info.execution_time_ms),
        status: text(info.state ?? info.status),
      };
    }
  }

  /** What hangs on traces, without reading all of them; undefined where the table does not. */
  async rowsOf(table: string, traceIds: readonly string[]): Promise<SourceRow[] | undefined> {
    const read = tablesOfTrace[table];
    if (read === undefined) return undefined;
    const folders = await this.#folders;
    const rows: SourceRow[] = [];
    for (const id of traceIds) {
      const folder = folders.get(id);
      if (folder !== undefined) rows.push(...(await read(folder, id)));
    }
    return rows;
  }
}

const tablesOfTrace: Readonly<Record<string, (folder: string, id: string) => Promise<SourceRow[]>>> = {
  trace_tags: async (folder, id) =>
    (await files(join(folder, "tags"))).map(([key, value]) => ({ request_id: id, key, value })),
  trace_request_metadata: async (folder, id) =>
    (await files(join(folder, "request_metadata"))).map(([key, value]) => ({ request_id: id, key, value })),
  spans: async () => [], // they are in the trace's artifacts
  entity_associations: async () => [],
  assessments: async (folder, id) => {
    const rows: SourceRow[] = [];
    for (const name of await names(join(folder, "assessments"))) {
      const found = await yaml(join(folder, "assessments", name));
      if (found !== undefined) rows.push(assessmentRow(id, found));
    }
    return rows;
  },
};

async function findTraces(
  experiments: AsyncIterable<{ readonly folder: string }>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for await (const { folder } of experiments) {
    for (const id of await names(join(folder, "traces"))) found.set(id, join(folder, "traces", id));
  }
  return found;
}

function assessmentRow(traceId: string, found: Yaml): SourceRow {
  const source = (found.source as Yaml) ?? {};
  const feedback = found.feedback as Yaml | undefined;
  const expectation = found.expectation as Yaml | undefined;
  const serialized = expectation?.serialized_value as Yaml | undefined;
  const value = feedback ? feedback.value : serialized ? undefined : expectation?.value;
  return {
    assessment_id: text(found.assessment_id),
    trace_id: traceId,
    name: text(found.assessment_name),
    assessment_type: feedback ? "feedback" : expectation ? "expectation" : "issue",
    value: serialized ? text(serialized.value) : JSON.stringify(found.issue ?? value ?? null),
    error: feedback?.error ? JSON.stringify(feedback.error) : null,
    created_timestamp: Date.parse(String(found.create_time)),
    last_updated_timestamp: Date.parse(String(found.last_update_time ?? found.create_time)),
    source_type: text(source.source_type),
    source_id: text(source.source_id),
    span_id: text(found.span_id),
    rationale: text(found.rationale),
    overrides: text(found.overrides),
    valid: found.valid !== false,
    assessment_metadata: found.metadata ? JSON.stringify(found.metadata) : null,
  };
}
