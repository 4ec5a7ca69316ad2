import type { MlflowSource, SourceRow, SourceValue } from "./sources/source.ts";

/** Rows with what other tables say of them, for the tables here that hold both in one. */
export async function joinRows(
  table: string,
  rows: readonly SourceRow[],
  source: MlflowSource,
): Promise<readonly SourceRow[]> {
  const join = joins[table];
  return join === undefined || rows.length === 0 ? rows : join(rows, source);
}

type Join = (rows: readonly SourceRow[], source: MlflowSource) => Promise<SourceRow[]>;

const joins: Readonly<Record<string, Join>> = {
  async inputs(rows, source) {
    const datasets = await by(source, "datasets", "dataset_uuid", rows, "source_id");
    const tags = await all(source, "input_tags", "input_uuid", rows, "input_uuid");
    return rows.map((row) => {
      const dataset = datasets.get(String(row.source_id));
      return {
        ...row,
        experiment_id: dataset?.experiment_id ?? null,
        dataset_name: dataset?.name ?? null,
        dataset_digest: dataset?.digest ?? null,
        tags: entries(tags.get(String(row.input_uuid)), "name", "value"),
      };
    });
  },
  async webhooks(rows, source) {
    const events = await all(source, "webhook_events", "webhook_id", rows, "webhook_id");
    return rows.map((row) => ({
      ...row,
      has_secret: row.secret !== null,
      events: list(events.get(String(row.webhook_id)), ({ entity, action }) => `${entity}.${action}`.toLowerCase()),
    }));
  },
  async evaluation_datasets(rows, source) {
    const tags = await all(source, "evaluation_dataset_tags", "dataset_id", rows, "dataset_id");
    const links = await all(source, "entity_associations", "source_id", rows, "dataset_id");
    return rows.map((row) => ({
      ...row,
      tags: entries(tags.get(String(row.dataset_id)), "key", "value"),
      experiment_ids: list(
        links.get(String(row.dataset_id))?.filter((link) => link.destination_type === "experiment"),
        (link) => String(link.destination_id),
      ),
    }));
  },
  async scorer_versions(rows, source) {
    const scorers = await by(source, "scorers", "scorer_id", rows, "scorer_id");
    return rows.map((row) => ({ ...scorers.get(String(row.scorer_id)), ...row }));
  },
  async label_schemas(rows) {
    return rows.map((row) => ({ ...row, input: `{${JSON.stringify(row.input_type)}:${row.input_config}}` }));
  },
  async review_queues(rows, source) {
    const users = await all(source, "review_queue_users", "queue_id", rows, "queue_id");
    const schemas = await all(source, "review_queue_label_schemas", "queue_id", rows, "queue_id");
    return rows.map((row) => ({
      ...row,
      owner: row.created_by ?? null,
      users: list(users.get(String(row.queue_id)), (user) => String(user.user_id).toLowerCase()),
      schema_ids: list(schemas.get(String(row.queue_id)), (schema) => String(schema.schema_id)),
    }));
  },
};

/** The one row of another table whose `column` is what `from` is in each row. */
async function by(source: MlflowSource, table: string, column: string, rows: readonly SourceRow[], from: string) {
  const found = await all(source, table, column, rows, from);
  return new Map([...found].map(([key, [first]]) => [key, first!]));
}

async function all(source: MlflowSource, table: string, column: string, rows: readonly SourceRow[], from: string) {
  const values = [...new Set(rows.map((row) => row[from] ?? null))].filter((value) => value !== null);
  const found: SourceRow[] = [];
  for (let i = 0; i < values.length; i += maxValues) {
    found.push(...(await source.rowsOf(table, column, values.slice(i, i + maxValues) as SourceValue[])));
  }
  return Map.groupBy(found, (row) => String(row[column]));
}

/** SQLite takes some thousands of values in a statement, older ones 999. */
const maxValues = 900;

/** Rows of keys and values as the text of a JSON object. */
function entries(rows: readonly SourceRow[] | undefined, key: string, value: string): string {
  return JSON.stringify(Object.fromEntries((rows ?? []).map((row) => [String(row[key]), row[value] ?? ""])));
}

function list(rows: readonly SourceRow[] | undefined, of: (row: SourceRow) => string): string {
  return JSON.stringify((rows ?? []).map(of));
}
