import { isObject } from "./json.ts";
import { lastText } from "./message-shapes/text.ts";
import { isModelCall } from "./operations.ts";
import { previewOf } from "./preview.ts";
import type { MessagePart, SpanView } from "./span-view.ts";

/** A span's reading with its place in the trace. */
export interface RelatedSpan {
  readonly spanId: string;
  /** `null` on a root. */
  readonly parentSpanId: string | null;
  readonly startTimeUnixNano: bigint;
  readonly view: SpanView;
}

/**
 * What can be known only from several spans of a trace together. Takes spans in any order and gives new ones, in the
 * order of their start; the given ones stay as they are.
 *
 * - A placeholder goes once the span it announces is there; until then it stands in for it, under that span's id.
 * - A streamed call whose answer and usage came on a record beside it (Logfire) gets them; the record keeps neither.
 * - A tool run that was recorded with bare values gets its arguments by name, from the model's request for it.
 */
export function relateSpans<S extends RelatedSpan>(spans: readonly S[]): S[] {
  const ordered = withoutPlaceholders(spans).sort(byStart);
  return withNamedArguments(withStreamedAnswers(ordered));
}

/** The question that a trace answers and its answer: the root's own, or the first and last that its model calls know. */
export function conversationOf(spans: readonly RelatedSpan[]): { question?: string; answer?: string } {
  const ordered = [...spans].sort(byStart);
  const ids = new Set(ordered.map(({ spanId }) => spanId));
  const roots = ordered.filter(({ parentSpanId }) => parentSpanId === null || !ids.has(parentSpanId));
  const root =
    roots.map(({ view }) => previewOf(view)).find(({ input, output }) => input !== undefined || output !== undefined) ??
    {};
  const inside = ordered.filter(
    ({ view }) => isModelCall(view.type) || view.type === "AGENT" || view.usageScope === "call",
  );
  const question =
    root.input ?? first(inside, ({ view }) => lastText(view.inputMessages, "user") ?? previewOf(view).input);
  const answer = root.output ?? first(inside.toReversed(), ({ view }) => lastText(view.outputMessages, "assistant"));
  return { ...(question === undefined ? {} : { question }), ...(answer === undefined ? {} : { answer }) };
}

function byStart(a: RelatedSpan, b: RelatedSpan): number {
  if (a.startTimeUnixNano !== b.startTimeUnixNano) return a.startTimeUnixNano < b.startTimeUnixNano ? -1 : 1;
  return a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0;
}

function withoutPlaceholders<S extends RelatedSpan>(spans: readonly S[]): S[] {
  const real = new Set(spans.filter(({ view }) => view.announces === undefined).map(({ spanId }) => spanId));
  const standIns = new Set<string>();
  return spans.flatMap((span) => {
    const { announces } = span.view;
    if (announces === undefined) return [span];
    const announced = span.parentSpanId;
    if (announced === null || real.has(announced) || standIns.has(announced)) return [];
    standIns.add(announced);
    return [{ ...span, spanId: announced, parentSpanId: announces.parentSpanId }];
  });
}

/** A record beside the call carries what the stream brought: it counts as a call without being one. */
function withStreamedAnswers<S extends RelatedSpan>(ordered: readonly S[]): S[] {
  const related = [...ordered];
  for (const [at, record] of ordered.entries()) {
    if (record.view.usageScope !== "call" || isModelCall(record.view.type)) continue;
    const call = related.findLastIndex((span, place) => place < at && awaits(span, record));
    if (call < 0) continue;
    const { usage, usageScope, outputMessages, reportedCost, finishReasons, ...rest } = record.view;
    const answered = { usage, usageScope, outputMessages, reportedCost, finishReasons };
    related[call] = { ...related[call]!, view: { ...withoutUndefined(answered), ...related[call]!.view } };
    related[at] = { ...record, view: rest };
  }
  return related;
}

function awaits({ parentSpanId, view }: RelatedSpan, record: RelatedSpan): boolean {
  return (
    isModelCall(view.type) &&
    view.usage === undefined &&
    view.outputMessages === undefined &&
    parentSpanId === record.parentSpanId &&
    view.requestModel === record.view.requestModel
  );
}

type ToolCall = Extract<MessagePart, { type: "tool_call" }>;

function withNamedArguments<S extends RelatedSpan>(ordered: readonly S[]): S[] {
  const requested: ToolCall[] = [];
  return ordered.map((span) => {
    const { view } = span;
    for (const { parts } of view.outputMessages ?? [])
      requested.push(...parts.filter((part) => part.type === "tool_call"));
    const run = view.toolRun;
    if (run === undefined || isObject(run.arguments)) return span;
    const call = requested.findLast((each) => isRequestOf(each, run));
    return call === undefined ? span : { ...span, view: { ...view, toolRun: { ...run, arguments: call.arguments } } };
  });
}

/** The same id, or the same tool and, where values were recorded, the same values. */
function isRequestOf(call: ToolCall, run: NonNullable<SpanView["toolRun"]>): boolean {
  if (!isObject(call.arguments)) return false;
  if (call.id !== undefined && run.id !== undefined) return call.id === run.id;
  if (call.name !== run.name) return false;
  if (run.arguments === undefined) return true;
  const given = Array.isArray(run.arguments) ? run.arguments : [run.arguments];
  const asked = Object.values(call.arguments).map((value) => JSON.stringify(value));
  return given.every((value) => asked.includes(JSON.stringify(value)));
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withoutUndefined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
