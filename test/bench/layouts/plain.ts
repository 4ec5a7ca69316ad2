import { copyPlain, type PlainRow, plainRow, plainTable } from "../postgres/plain-table.ts";
import { type Layout, layout } from "./layout.ts";

/** The yardstick of all others: one COPY into a table of jsonb with a primary key. */
export const plain = plainLayout("plain jsonb", plainTable);

/** The same, made searchable the obvious way: one index over all of it. */
export const plainGin = plainLayout(
  "plain jsonb + GIN",
  `${plainTable}; create index plain_by_span on plain_spans using gin (span jsonb_path_ops)`,
);

function plainLayout(name: string, ddl: string): Layout {
  return layout<readonly PlainRow[]>({
    name,
    ddl,
    tables: ["plain_spans"],
    prepare: (batch) => batch.map(plainRow),
    write: copyPlain,
    async readTrace(client, traceId) {
      const { rows } = await client.query<{ span: string }>(
        "select span::text as span from plain_spans where trace_id = $1",
        [traceId],
      );
      return rows.reduce((sum, row) => sum + row.span.length, 0);
    },
    async search(client, key, value) {
      const { rowCount } = await client.query(
        `select trace_id, span_id from plain_spans where span @> $1
         order by (span->>'startTimeUnixNano')::bigint desc limit 20`,
        [JSON.stringify({ attributes: { [key]: value } })],
      );
      return rowCount ?? 0;
    },
  });
}
