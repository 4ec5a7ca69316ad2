import { join } from "node:path";
import { ofPoint, point } from "./file-points.ts";
import { files, metas, names, scalars, text, type Yaml, yaml } from "./file-reading.ts";
import { FileTraces } from "./file-traces.ts";
import type { SourceRow } from "./source.ts";

type Rows = AsyncGenerator<SourceRow>;

/** Reads the folders and files of an MLflow file store as rows of the tables of MLflow's database. */
export class FileTables {
  readonly #root: string;
  #traces: FileTraces | undefined;

  constructor(root: string) {
    this.#root = root;
  }

  /** In an order that does not change while the files do not. A table that a file store has nothing for is empty. */
  rows(table: string): Rows {
    return (this.#tables[table] ?? none).call(this);
  }

  get traces(): FileTraces {
    this.#traces ??= new FileTraces(() => this.#experiments());
    return this.#traces;
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
      yield* this.traces.infos();
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
