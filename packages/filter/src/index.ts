export type { And, Comparison, FilterAst, Not, Operator, Or, OrderBy, Scalar, SpanGroup, TextSearch } from "./ast.ts";
export { type Candidate, type Completion, complete, type Expected } from "./complete.ts";
export { FilterError, type Place } from "./error.ts";
export {
  type Field,
  type FieldSet,
  type FieldType,
  findField,
  operatorsFor,
  type ResolvedField,
} from "./field-set.ts";
export { fields } from "./fields.ts";
export { maxOrderKeys, parseOrderBy } from "./order-by.ts";
export { parseFilter } from "./parser.ts";
export { printFilter, printOrderBy } from "./printer.ts";
