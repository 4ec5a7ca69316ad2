import { type FieldSet, type FilterAst, type OrderBy, parseFilter, parseOrderBy } from "@spanloom/filter";

/** What to search for and how to order it. Throws `FilterError`, which is answered as INVALID_PARAMETER_VALUE. */
export function searchParameters(
  fields: FieldSet,
  { filter, order_by = [] }: { readonly filter?: string; readonly order_by?: readonly string[] },
): { filter: FilterAst | null; orderBy: OrderBy[] } {
  return { filter: parseFilter(filter ?? "", fields), orderBy: parseOrderBy(order_by, fields) };
}
