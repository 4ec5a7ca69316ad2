import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { SourceRow, SourceValue } from "./source.ts";

type Yaml = Readonly<Record<string, unknown>>;
type Rows = AsyncGenerator<SourceRow>;

/** Reads the folders and files of an MLflow file store as rows of the tables of MLflow's database. */
export class FileTables {
  readonly #root: string;
  #traceFolders: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** In an order that does not change while the files do not. A table that a file store has nothing for is empty. */
  rows(table: string): Rows {
    return (this.#tables[table] ?? none).call(this);
  }

  /** What hangs on traces, without reading all traces; undefined where the table does not. */
  async rowsOfTraces(table: string, traceIds: readonly string[]): Promise<SourceRow[] | undefined> {
    const read = this.#ofTrace[table];
    if (read === undefined) return undefined;
    this.#traceFolders ??= this.#findTraces();
    const folders = await this.#traceFolders;
    const rows: SourceRow[] = [];
    for (const id of traceIds) {
      const folder = folders.get(id);
      if (folder !== undefined) rows.push(...(await read(folder, id)));
    }
    return rows;
  }

  readonly #tables: Readonly<Record<string, (this: FileTables) => Rows>> = {
    async *experiments() {
      for await (const { meta, deleted } of this.#experiments()) {
        yield { ...scalars(meta), lifecycle_stage: deleted ? "deleted" : text(meta.lifecycle_stage, "active") };
      }
    },
    async *experiment_tags() {
      for await (const { meta, folder } of this.#experiments()) {
        for (const [key, value] of await files(join(folder, "tags"))) {
          yield { experiment_id: text(meta.experiment_id), key, value };
        }
      }
    },
    async *runs() {
      for await (const { meta } of this.#runs()) {
        yield {
          ...scalars(meta),
          run_uuid: text(meta.run_id ?? meta.run_uuid),
          name: text(meta.run_name ?? meta.name),
          status: runStatus[Number(meta.status)] ?? text(meta.status, "FINISHED"),
        };
      }
    },
    async *params() {
      yield* this.#filesOfRuns("params");
    },
    async *tags() {
      yield* this.#filesOfRuns("tags");
    },
    async *latest_metrics() {
      for await (const { meta, folder } of this.#runs()) {
        for (const [key, lines] of await files(join(folder, "metrics"))) {
          const points = lines.split("\n").flatMap((line) => point(line) ?? []);
          const latest = points.toSorted(
            (a, b) => b.step - a.step || b.timestamp - a.timestamp || b.value - a.value,
          )[0];
          if (latest) yield { run_uuid: text(meta.run_id ?? meta.run_uuid), key, ...ofPoint(latest) };
        }
      }
    },
    async *metrics() {
      for await (const { meta, folder } of this.#runs()) {
        for (const [key, lines] of await files(join(folder, "metrics"))) {
          for (const line of lines.split("\n")) {
            const found = point(line);
            if (found) yield { run_uuid: text(meta.run_id ?? meta.run_uuid), key, ...ofPoint(found) };
          }
        }
      }
    },
    async *datasets() {
      for await (const { meta, folder } of this.#experiments()) {
        for (const [id, dataset] of await metas(join(folder, "datasets"))) {
          yield {
            dataset_uuid: id,
            experiment_id: text(meta.experiment_id),
            name: text(dataset.name),
            digest: text(dataset.digest),
            dataset_source_type: text(dataset.source_type, ""),
            dataset_source: text(dataset.source, ""),
            dataset_schema: text(dataset.schema),
            dataset_profile: text(dataset.profile),
          };
        }
      }
    },
    async *inputs() {
      for await (const { run, id, input } of this.#inputs()) {
        const isModel = input.source_type !== "DATASET";
        yield {
          input_uuid: `${run}/${id}`,
          source_type: isModel ? (text(input.source_type) === "RUN_OUTPUT" ? "RUN_OUTPUT" : "RUN_INPUT") : "DATASET",
          source_id: isModel ? run : text(input.source_id),
          destination_type: isModel ? "MODEL" : "RUN",
          destination_id: isModel ? text(input.destination_id) : run,
          step: Number(input.step ?? 0),
        };
      }
    },
    async *input_tags() {
      for await (const { run, id, input } of this.#inputs()) {
        for (const [name, value] of Object.entries((input.tags as Yaml) ?? {})) {
          yield { input_uuid: `${run}/${id}`, name, value: text(value) };
        }
      }
    },
    async *logged_models() {
      for await (const { meta } of this.#loggedModels()) {
        yield {
          ...scalars(meta),
          creation_timestamp_ms: Number(meta.creation_timestamp),
          last_updated_timestamp_ms: Number(meta.last_updated_timestamp ?? meta.creation_timestamp),
          status: Number(meta.status),
        };
      }
    },
    async *logged_model_params() {
      yield* this.#filesOfModels("params", "param");
    },
    async *logged_model_tags() {
      yield* this.#filesOfModels("tags", "tag");
    },
    async *logged_model_metrics() {
      for await (const { meta, folder } of this.#loggedModels()) {
        for (const [key, lines] of await files(join(folder, "metrics"))) {
          for (const line of lines.split("\n")) {
            const found = point(line);
            if (found === undefined) continue;
            yield {
              model_id: text(meta.model_id),
              metric_name: key,
              metric_timestamp_ms: found.timestamp,
              metric_step: found.step,
              metric_value: found.isNan ? null : found.value,
              run_id: found.rest[0] ?? "",
              dataset_name: found.rest[1] ?? null,
              dataset_digest: found.rest[2] ?? null,
            };
          }
        }
      }
    },
    async *registered_models() {
      for (const [, meta] of await metas(join(this.#root, "models"))) {
        yield {
          name: text(meta.name),
          creation_time: Number(meta.creation_timestamp),
          last_updated_time: Number(meta.last_updated_timestamp ?? meta.creation_timestamp),
          description: text(meta.description),
        };
      }
    },
    async *registered_model_tags() {
      for (const [folder, meta] of await metas(join(this.#root, "models"))) {
        for (const [key, value] of await files(join(this.#root, "models", folder, "tags"))) {
          yield { name: text(meta.name), key, value };
        }
      }
    },
    async *registered_model_aliases() {
      for (const [folder, meta] of await metas(join(this.#root, "models"))) {
        for (const [alias, version] of await files(join(this.#root, "models", folder, "aliases"))) {
          yield { name: text(meta.name), alias, version: Number(version) };
        }
      }
    },
    async *model_versions() {
      for await (const { meta } of this.#versions()) {
        yield {
          ...scalars(meta),
          version: Number(meta.version),
          creation_time: Number(meta.creation_timestamp),
          last_updated_time: Number(meta.last_updated_timestamp ?? meta.creation_timestamp),
        };
      }
    },
    async *model_version_tags() {
      for await (const { meta, folder } of this.#versions()) {
        for (const [key, value] of await files(join(folder, "tags"))) {
          yield { name: text(meta.name), version: Number(meta.version), key, value };
        }
      }
    },
    async *trace_info() {
      this.#traceFolders ??= this.#findTraces();
      for (const [id, folder] of await this.#traceFolders) {
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
    },
  };

  readonly #ofTrace: Readonly<Record<string, (folder: string, id: string) => Promise<SourceRow[]>>> = {
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

  async *#experiments(): AsyncGenerator<{ meta: Yaml; folder: string; deleted: boolean }> {
    for (const base of [this.#root, join(this.#root, ".trash")]) {
      for (const name of await names(base)) {
        const meta = name === "models" ? undefined : await yaml(join(base, name, "meta.yaml"));
        if (meta?.experiment_id !== undefined) yield { meta, folder: join(base, name), deleted: base !== this.#root };
      }
    }
  }

  async *#runs(): AsyncGenerator<{ meta: Yaml; folder: string }> {
    for await (const { folder } of this.#experiments()) {
      for (const [name, meta] of await metas(folder)) {
        if (meta.run_id ?? meta.run_uuid) yield { meta, folder: join(folder, name) };
      }
    }
  }

  async *#inputs(): AsyncGenerator<{ run: string; id: string; input: Yaml }> {
    for await (const { meta, folder } of this.#runs()) {
      for (const kind of ["inputs", "outputs"]) {
        for (const [id, input] of await metas(join(folder, kind))) {
          yield { run: String(meta.run_id ?? meta.run_uuid), id, input };
        }
      }
    }
  }

  async *#loggedModels(): AsyncGenerator<{ meta: Yaml; folder: string }> {
    for await (const { folder } of this.#experiments()) {
      for (const [name, meta] of await metas(join(folder, "models"))) {
        if (meta.model_id !== undefined) yield { meta, folder: join(folder, "models", name) };
      }
    }
  }

  async *#versions(): AsyncGenerator<{ meta: Yaml; folder: string }> {
    for (const [model] of await metas(join(this.#root, "models"))) {
      for (const [name, meta] of await metas(join(this.#root, "models", model))) {
        if (meta.version !== undefined) yield { meta, folder: join(this.#root, "models", model, name) };
      }
    }
  }

  async *#filesOfRuns(kind: "params" | "tags"): Rows {
    for await (const { meta, folder } of this.#runs()) {
      for (const [key, value] of await files(join(folder, kind))) {
        yield { run_uuid: text(meta.run_id ?? meta.run_uuid), key, value };
      }
    }
  }

  async *#filesOfModels(kind: "params" | "tags", prefix: "param" | "tag"): Rows {
    for await (const { meta, folder } of this.#loggedModels()) {
      for (const [key, value] of await files(join(folder, kind))) {
        yield { model_id: text(meta.model_id), [`${prefix}_key`]: key, [`${prefix}_value`]: value };
      }
    }
  }

  async #findTraces(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for await (const { folder } of this.#experiments()) {
      for (const id of await names(join(folder, "traces"))) found.set(id, join(folder, "traces", id));
    }
    return found;
  }
}

async function* none(): Rows {}

/** Run status as MLflow's file store numbers it. */
const runStatus: Readonly<Record<number, string>> = {
  1: "RUNNING",
  2: "SCHEDULED",
  3: "FINISHED",
  4: "FAILED",
  5: "KILLED",
};

interface Point {
  readonly timestamp: number;
  readonly value: number;
  readonly isNan: boolean;
  readonly step: number;
  /** Of a logged model's: run, dataset name, dataset digest. */
  readonly rest: readonly string[];
}

/** A line `timestamp value step …`; old stores have no step. */
function point(line: string): Point | undefined {
  const [timestamp, value = "", step = "0", ...rest] = line.trim().split(" ");
  if (!timestamp) return undefined;
  const isNan = /^nan$/i.test(value);
  const infinite = /^([+-]?)inf(inity)?$/i.exec(value);
  const number = isNan ? 0 : infinite ? (infinite[1] === "-" ? -Number.MAX_VALUE : Number.MAX_VALUE) : Number(value);
  return { timestamp: Number(timestamp), value: number, isNan, step: Number(step), rest };
}

function ofPoint({ timestamp, value, isNan, step }: Point): SourceRow {
  return { timestamp, value, is_nan: isNan, step };
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

/** Sorted, so that a second reading finds the same order. */
async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).toSorted();
}

async function yaml(file: string): Promise<Yaml | undefined> {
  const content = await readFile(file, "utf8").catch(() => undefined);
  const value: unknown = content === undefined ? undefined : parse(content);
  return typeof value === "object" && value !== null ? (value as Yaml) : undefined;
}

/** The folders below one that have a meta.yaml, with what it says. */
async function metas(folder: string): Promise<[name: string, meta: Yaml][]> {
  const found: [string, Yaml][] = [];
  for (const name of await names(folder)) {
    const meta = await yaml(join(folder, name, "meta.yaml"));
    if (meta !== undefined) found.push([name, meta]);
  }
  return found;
}

/** Every file below a folder and its text: a key may have slashes, and is then a path. */
async function files(folder: string, below = ""): Promise<[key: string, text: string][]> {
  const found: [string, string][] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const key = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await files(folder, key)));
    else if (entry.isFile()) found.push([key, await readFile(join(folder, key), "utf8")]);
  }
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function scalars(meta: Yaml): Record<string, SourceValue> {
  return Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [key, typeof value === "object" ? null : (value as SourceValue)]),
  );
}

function text(value: unknown, otherwise: string | null = null): string | null {
  return value === undefined || value === null ? otherwise : String(value);
}

function numeric(value: unknown): number | null {
  return value === undefined || value === null ? null : Number(value);
}
