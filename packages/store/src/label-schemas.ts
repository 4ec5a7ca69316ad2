import { ApiError, alreadyExists, type Init, type LabelSchema, type LabelSchemaInput } from "@spanloom/wire";
import type { Db, Pool } from "./postgres/db.ts";
import { raw, sql } from "./postgres/sql.ts";
import { columnKey } from "./search/columns.ts";
import { type Page, readPage } from "./search/keyset.ts";
import { storableJson, storableText } from "./storable-text.ts";

export interface NewLabelSchema {
  readonly experimentId: string;
  readonly name: string;
  readonly type: "FEEDBACK" | "EXPECTATION";
  readonly input: Init<LabelSchemaInput>;
  readonly instruction?: string;
  readonly enableComment: boolean;
}

/** What is undefined stays as it is. */
export type LabelSchemaChange = Partial<Pick<NewLabelSchema, "name" | "instruction" | "enableComment" | "input">>;

/** The question that every experiment has; its name is taken in any case of its letters. */
export const defaultLabelSchema = { name: "Feedback", instruction: "Share any feedback on this trace." } as const;

/** The questions that reviewers are asked of the traces of an experiment. */
export class LabelSchemas {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws RESOURCE_ALREADY_EXISTS for a name in use. */
  async create(schema: NewLabelSchema): Promise<Init<LabelSchema>> {
    const [row] = await insert(this.#db, schema, false);
    if (row === undefined) throw nameTaken(schema.name, schema.experimentId);
    return schemaOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(schemaId: string): Promise<Init<LabelSchema>> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from label_schemas l where l.schema_id = ${storableText(schemaId)}`,
    );
    if (row === undefined) throw schemaNotFound(schemaId);
    return schemaOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async getByName(experimentId: string, name: string): Promise<Init<LabelSchema>> {
    const [row] = await this.#db.query<Columns>(sql`
      select ${columns} from label_schemas l
      where l.experiment_id = ${experimentId}::bigint and l.name = ${storableText(name)}`);
    if (row !== undefined) return schemaOf(row);
    throw new ApiError(
      "RESOURCE_DOES_NOT_EXIST",
      `Label schema with name '${name}' not found for experiment '${experimentId}'.`,
    );
  }

  /** The newest first. An experiment without its default question gets it. */
  async list(experimentId: string, limit: number, pageToken: string | undefined): Promise<Page<Init<LabelSchema>>> {
    const [known] = await this.#db.query(
      sql`select from label_schemas where experiment_id = ${experimentId}::bigint and is_default`,
    );
    if (known === undefined) await insert(this.#db, { ...defaultQuestion, experimentId }, true);
    return readPage<Columns, Init<LabelSchema>>(
      this.#db,
      {
        from: sql`label_schemas l`,
        conditions: [sql`l.experiment_id = ${experimentId}::bigint`],
        keys: [
          columnKey({ sql: "l.creation_time_ms", type: "bigint" }, "desc"),
          columnKey({ sql: "l.schema_id", type: "text" }, "asc"),
        ],
        columns,
      },
      { limit, pageToken, query: `label schemas ${experimentId}` },
      schemaOf,
    );
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for the schema and RESOURCE_ALREADY_EXISTS for a name in use. */
  async update(schemaId: string, change: LabelSchemaChange): Promise<Init<LabelSchema>> {
    const { name, instruction, enableComment, input } = change;
    const text = (value: string | undefined) => (value === undefined ? null : storableText(value));
    try {
      const [row] = await this.#db.query<Columns>(sql`
        update label_schemas l set name = coalesce(${text(name)}::text, l.name),
          instruction = coalesce(${text(instruction)}::text, l.instruction),
          enable_comment = coalesce(${enableComment ?? null}::boolean, l.enable_comment),
          input = coalesce(${input === undefined ? null : storableJson(input)}::jsonb, l.input),
          last_update_time_ms = ${Date.now()}
        where l.schema_id = ${storableText(schemaId)} returning ${columns}`);
      if (row === undefined) throw schemaNotFound(schemaId);
      return schemaOf(row);
    } catch (error) {
      if ((error as { code?: string }).code !== uniqueViolation) throw error;
      throw nameTaken(name ?? "", String((await this.get(schemaId)).experiment_id));
    }
  }

  /** Deletes the question where it exists. False for a default one, which stays. */
  async delete(schemaId: string): Promise<boolean> {
    const id = storableText(schemaId);
    if ((await this.#db.execute(sql`delete from label_schemas where schema_id = ${id} and not is_default`)) > 0)
      return true;
    const [left] = await this.#db.query(sql`select from label_schemas where schema_id = ${id}`);
    return left === undefined;
  }

  /** Those of the ids that are no question of the experiment. */
  async missing(experimentId: string, schemaIds: readonly string[]): Promise<string[]> {
    if (schemaIds.length === 0) return [];
    const rows = await this.#db.query<{ schema_id: string }>(sql`
      select schema_id from label_schemas
      where experiment_id = ${experimentId}::bigint and schema_id = any(${schemaIds.map(storableText)}::text[])`);
    const found = new Set(rows.map((row) => row.schema_id));
    return schemaIds.filter((id) => !found.has(id));
  }
}

const defaultQuestion = {
  ...defaultLabelSchema,
  type: "FEEDBACK",
  input: { text: {} },
  enableComment: false,
} as const satisfies Omit<NewLabelSchema, "experimentId">;

/** No row where the name is taken. */
function insert(db: Db, schema: NewLabelSchema, isDefault: boolean): Promise<readonly Columns[]> {
  const now = Date.now();
  return db.query<Columns>(sql`
    insert into label_schemas as l (schema_id, experiment_id, name, type, instruction, enable_comment, input, is_default,
      creation_time_ms, last_update_time_ms)
    values (${`ls-${crypto.randomUUID().replaceAll("-", "")}`}, ${schema.experimentId}::bigint, ${storableText(schema.name)},
      ${schema.type}, ${schema.instruction === undefined ? null : storableText(schema.instruction)}, ${schema.enableComment},
      ${storableJson(schema.input)}::jsonb, ${isDefault}, ${now}, ${now})
    on conflict (experiment_id, name) do nothing returning ${columns}`);
}

const uniqueViolation = "23505";

function schemaNotFound(schemaId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Label schema with id '${schemaId}' not found.`);
}

function nameTaken(name: string, experimentId: string): ApiError {
  return alreadyExists(`Label schema with name '${name}' already exists for experiment '${experimentId}'.`);
}

const columns =
  raw(`l.schema_id, l.experiment_id, l.name, l.type, l.instruction, l.enable_comment, l.input, l.is_default,
  l.creation_time_ms, l.last_update_time_ms`);

interface Columns {
  readonly schema_id: string;
  readonly experiment_id: bigint;
  readonly name: string;
  readonly type: NewLabelSchema["type"];
  readonly instruction: string | null;
  readonly enable_comment: boolean;
  readonly input: Init<LabelSchemaInput>;
  readonly is_default: boolean;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
}

function schemaOf(row: Columns): Init<LabelSchema> {
  return {
    schema_id: row.schema_id,
    experiment_id: String(row.experiment_id),
    name: row.name,
    type: row.type,
    instruction: row.instruction ?? undefined,
    enable_comment: row.enable_comment,
    input: row.input,
    created_at: Number(row.creation_time_ms),
    last_updated_at: Number(row.last_update_time_ms),
    is_default: row.is_default,
  };
}
