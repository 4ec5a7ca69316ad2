import type { OrderBy } from "./ast.ts";
import { FilterError } from "./error.ts";
import { type FieldSet, resolveField } from "./field-set.ts";
import { tokenize } from "./lexer.ts";
import { TokenReader } from "./token-reader.ts";

/** For each that is kept by key a table is looked into, of which SQLite below an MLflow server joins as many. */
export const maxOrderKeys = 64;

/**
 * Reads clauses such as `duration desc` or `tags.env`, one a text or several with commas between; ascending where no
 * direction is given. Throws `FilterError` for a field that cannot be sorted by or stands twice; its place is inside
 * the one text that the clauses make when joined with ", ".
 */
export function parseOrderBy(clauses: readonly string[] | string, fields: FieldSet): OrderBy[] {
  const text = typeof clauses === "string" ? clauses : clauses.join(", ");
  const tokens = new TokenReader(tokenize(text));
  if (fields.strict && Array.isArray(clauses) && clauses.some((clause) => clause.trim() === "")) {
    throw new FilterError("Invalid order_by clause ''. It names no field.", tokens.place);
  }
  const order: OrderBy[] = [];
  while (tokens.peek().kind !== "end") {
    const path = tokens.takePath(fields.strict);
    if (path === undefined) {
      throw new FilterError(`Invalid order_by clause '${text}': expected a field, e.g. start_time desc.`, tokens.place);
    }
    const { field, key } = resolveField(fields, path, false);
    if (!field.sortable) {
      const sortable = fields.fields.filter((candidate) => candidate.sortable);
      const names = sortable.map((candidate) =>
        candidate.keyed ? `'${candidate.name}.<key>'` : `'${candidate.name}'`,
      );
      throw new FilterError(
        `${resource(fields)} cannot be ordered by ${field.name}. Valid keys are ${names.join(", ")}.`,
        path,
      );
    }
    const isRepeated = order.some((other) => other.field === field.name && other.key === key);
    if (isRepeated && !fields.mayRepeatOrder) {
      throw new FilterError(`'${path.text}' stands twice in order_by; one direction a field.`, path);
    }
    const isDescending = tokens.takeKeyword("desc");
    if (!isDescending) tokens.takeKeyword("asc");
    if (!isRepeated)
      order.push({
        field: field.name,
        ...(key === undefined ? {} : { key }),
        direction: isDescending ? "desc" : "asc",
      });
    if (order.length > maxOrderKeys)
      throw new FilterError(`At most ${maxOrderKeys} fields to order by are read.`, path);
    const next = tokens.peek();
    if (!tokens.takePunctuation(",") && next.kind !== "end") {
      throw new FilterError(`Invalid order_by clause: expected asc, desc or a comma, but found '${next.text}'.`, next);
    }
  }
  return order;
}

function resource({ resource }: FieldSet): string {
  return resource[0]!.toUpperCase() + resource.slice(1);
}
