import { fields, parseFilter, parseOrderBy } from "@spanloom/filter";
import type { TraceRow } from "@spanloom/store";
import { ApiError, encodeRestJson, invalidParameter, parseQuery, printTracesJson, TraceInfoV3 } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import type { StreamAnswer } from "./handler.ts";
import { mlflowSpans } from "./mlflow-spans.ts";
import { experimentIdParameters, knownTraceId } from "./parameters.ts";
import { isAskedColumn, traceColumns } from "./trace-columns.ts";
import { traceInfosV3 } from "./trace-info.ts";
import { isTraceColumn, type TraceColumn, tracesCsv, usualTraceColumns } from "./traces-csv.ts";

/** Traces as a file, read a page at a time and written as they are read; of their spans one trace is held at a time. */
export async function traceExport(context: ApiContext, queryString: string): Promise<StreamAnswer> {
  const query = parseQuery(queryString);
  const all = (wanted: string) => query.filter(([name]) => name === wanted).map(([, value]) => value);
  const one = (wanted: string) => all(wanted)[0] ?? "";
  const format = one("format");
  if (format !== "csv" && format !== "jsonl") throw invalidParameter("format", "must be csv or jsonl", format);
  const traceIds = all("trace_ids");
  if (traceIds.length > mostNamed) throw invalidParameter("trace_ids", `must be at most ${mostNamed}`, traceIds.length);
  const pages =
    traceIds.length > 0
      ? namedTraces(
          context,
          traceIds.map((id) => knownTraceId(id, "trace_ids")),
        )
      : matchingTraces(context, {
          experimentIds: experimentIdParameters(all("experiment_ids")),
          filter: parseFilter(one("filter"), fields.traces),
          orderBy: parseOrderBy(one("order_by"), fields.traces),
          fromMs: timeParameter("start_time_from_ms", one("start_time_from_ms")),
          toMs: timeParameter("start_time_to_ms", one("start_time_to_ms")),
        });
  const columns = all("columns").map(columnParameter);
  const body =
    format === "jsonl"
      ? traceLines(context, pages)
      : tracesCsv(
          withColumns(context, pages, columns),
          columns.length > 0 ? columns : usualTraceColumns,
          one("headless") === "1",
        );
  return {
    headers: {
      "Content-Type": format === "jsonl" ? "application/jsonl; charset=utf-8" : "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="traces.${format}"`,
    },
    body,
  };
}

/** As many ids as an address can hold. */
const mostNamed = 200;
/** Enough rows to keep Postgres busy, few enough to hold. */
const pageSize = 500;

type Pages = AsyncGenerator<readonly TraceRow[]>;
type Search = Omit<Parameters<ApiContext["store"]["traces"]["search"]>[0], "limit" | "pageToken">;

async function* namedTraces({ store }: ApiContext, traceIds: readonly string[]): Pages {
  yield [...(await store.traces.getMany(traceIds)).values()];
}

async function* matchingTraces({ store }: ApiContext, search: Search): Pages {
  let pageToken: string | undefined;
  do {
    const page = await store.traces.search({ ...search, limit: pageSize, pageToken });
    if (page.traces.length > 0) yield page.traces;
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
}

async function* withColumns(context: ApiContext, pages: Pages, columns: readonly TraceColumn[]) {
  const asked = columns.filter(isAskedColumn);
  for await (const rows of pages) {
    yield { rows, columns: await traceColumns(context, rows, asked, Number.POSITIVE_INFINITY) };
  }
}

/** `{"info": …, "data": {"spans": […]}}`: what MLflow's clients write with `Trace.to_json`. */
async function* traceLines(context: ApiContext, pages: Pages): AsyncGenerator<string> {
  for await (const rows of pages) {
    const infos = await traceInfosV3(context, rows);
    for (const [at, row] of rows.entries()) {
      const spans = printTracesJson(mlflowSpans(await context.store.spans.read(row), context.prices));
      yield `{"info":${encodeRestJson(TraceInfoV3, infos[at]!)},"data":${spans}}\n`;
    }
  }
}

/** 0 and nothing are an open end. */
function timeParameter(name: string, text: string): number | undefined {
  if (!/^\d{0,16}$/.test(text)) throw invalidParameter(name, "must be milliseconds since 1970", text);
  return Number(text) || undefined;
}

function columnParameter(name: string): TraceColumn {
  if (isTraceColumn(name)) return name;
  throw new ApiError("INVALID_PARAMETER_VALUE", `There is no column '${name.slice(0, 200)}' of traces.`);
}
