import type { TraceRow } from "@spanloom/store";
import {
  ApiError,
  type Assessment,
  anyValueToJson,
  decodeBinary,
  type Init,
  invalidParameter,
  TracesData,
} from "@spanloom/wire";
import type { ApiContext } from "./context.ts";

type Columns = Readonly<Record<string, string>>;

/**
 * What a list has besides what each trace has: valid assessments by name, attributes of the root span by key; by trace id.
 * Attributes lie with the content of spans, a read for each trace, so they are only read where they are asked for. Throws `ApiError` for a name of
 * another kind.
 */
export async function traceColumns(
  context: ApiContext,
  rows: readonly TraceRow[],
  names: readonly string[],
  longestText = cellLength,
): Promise<ReadonlyMap<string, Columns>> {
  if (names.length > mostColumns) throw invalidParameter("columns", `must be at most ${mostColumns}`, names.length);
  const asked = names.map(parts);
  const has = (of: string) => asked.some((column) => column.of === of);
  const [said, attributes] = await Promise.all([
    has("assessments") ? context.store.assessments.ofTraces(rows.map(({ traceId }) => traceId)) : undefined,
    has("attributes") ? rootAttributes(context, rows) : undefined,
  ]);
  return new Map(
    rows.map(({ traceId }) => {
      const values = asked.flatMap(({ name, of, key }) => {
        const text =
          of === "assessments" ? saidText(said?.get(traceId) ?? [], key) : (attributes?.get(traceId)?.get(key) ?? "");
        return text === "" ? [] : [[name, text.slice(0, longestText)] as const];
      });
      return [traceId, Object.fromEntries(values)];
    }),
  );
}

/** Whether a column is one that `traceColumns` reads. */
export function isAskedColumn(name: string): boolean {
  return /^(assessments|attributes)\./.test(name);
}

const mostColumns = 20;
/** A cell of a list holds no more, and an attribute may be a whole conversation. */
const cellLength = 300;
const readAtOnce = 8;

function parts(name: string): { name: string; of: "assessments" | "attributes"; key: string } {
  const [, of, key] = /^(assessments|attributes)\.(.+)$/su.exec(name) ?? [];
  if (of === undefined || key === undefined)
    throw new ApiError("INVALID_PARAMETER_VALUE", `There is no column '${name.slice(0, 200)}' of traces.`);
  return { name, of: of as "assessments" | "attributes", key };
}

/** What is said under a name and holds; several with semicolons between. Empty where nothing is. */
function saidText(assessments: readonly Init<Assessment>[], name: string): string {
  return assessments
    .filter(({ assessment_name, valid }) => assessment_name === name && valid !== false)
    .map(({ feedback, expectation }) =>
      textOf(feedback ? feedback.value : (expectation?.serialized_value?.value ?? expectation?.value)),
    )
    .join("; ");
}

async function rootAttributes(
  { store }: ApiContext,
  rows: readonly TraceRow[],
): Promise<Map<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  const left = rows.filter(({ rootSpanId }) => rootSpanId !== null);
  const work = async () => {
    for (let row = left.pop(); row !== undefined; row = left.pop()) {
      const { traces } = await store.spans.read(row, [row.rootSpanId!]);
      const [span] = decodeBinary(TracesData, traces).resourceSpans.flatMap(({ scopeSpans }) =>
        scopeSpans.flatMap(({ spans }) => spans),
      );
      found.set(
        row.traceId,
        new Map(span?.attributes.map(({ key, value }) => [key, textOf(anyValueToJson(value))]) ?? []),
      );
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, work));
  return found;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
