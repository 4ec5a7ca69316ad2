import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { sourcesFromOtlpJson } from "./from-otlp-json.ts";
import { isObject, str } from "./json.ts";
import { lastText, textOf } from "./message-shapes/text.ts";
import { previewOf } from "./preview.ts";
import { readSpan, vocabularies } from "./read.ts";
import { recogniser } from "./recognise.ts";
import { conversationOf, relateSpans } from "./relate.ts";
import type { SpanSource, SpanView } from "./span-view.ts";
import { sumUsage } from "./usage-tree.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * Every recorded scenario against the truth that lies beside it. A truth of `null` says that the library did not
 * record the value: then nothing is asked for, except that token counts are not invented.
 */
const fixtures = fileURLToPath(new URL("../../../test/fixtures", import.meta.url));

interface ExpectedSpan {
  readonly name: string;
  readonly type: readonly string[] | null;
  readonly parent: string | null;
  readonly call: number | null;
  readonly tool: number | null;
  readonly error: boolean;
  /** Only by hand, where a fixture is there to show them. */
  readonly time_to_first_token?: number;
  readonly cost_usd?: number;
  readonly prompts?: unknown;
  readonly evaluations?: unknown;
  readonly documents?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
  readonly related_output_text?: string;
  readonly related_input_tokens?: number;
}

interface ExpectedCall {
  readonly api: string;
  readonly provider: string | null;
  readonly request_model: string | null;
  readonly response_model: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly reasoning_tokens: number | null;
  readonly system_text: string | null;
  readonly user_text: string | null;
  readonly assistant_text: string | null;
  readonly tool_calls: readonly { readonly name: string; readonly arguments: unknown }[];
  /** Only by hand. */
  readonly reasoning_text?: string;
  readonly media?: unknown;
}

interface Expected {
  readonly traces: number;
  readonly placeholder_spans: number;
  readonly spans: readonly ExpectedSpan[];
  readonly calls: readonly (ExpectedCall | null)[];
  readonly tools: readonly { readonly name: string; readonly arguments: unknown; readonly result: unknown }[];
  readonly trace: {
    readonly input_tokens: number | null;
    readonly output_tokens: number | null;
    readonly total_tokens: number | null;
    readonly user_text: string | null;
    readonly assistant_text: string | null;
    readonly request_preview: string | null;
    readonly response_preview: string | null;
    readonly session: string | null;
    readonly user: string | null;
    readonly tags: readonly string[] | Readonly<Record<string, string>> | null;
    readonly metadata: Readonly<Record<string, string>> | null;
  };
}

interface ReadSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly startTimeUnixNano: bigint;
  readonly failed: boolean;
  readonly view: SpanView;
}

const corpora = ["otlp", "otlp-by-hand"];

describe.each(corpora)("%s", (corpus) => {
  it.each(scenariosOf(corpus))("%s", (scenario) => {
    const payload = contentOf(corpus, `${scenario}.json`);
    const expected = contentOf(corpus, `${scenario}.expect.json`) as Expected;
    const recorded = readAll(payload);
    const related = relateSpans(recorded);

    expect({
      traces: new Set(recorded.map(({ traceId }) => traceId)).size,
      placeholders: recorded.filter(({ view }) => view.announces !== undefined).length,
      left: related.length,
    }).toEqual({ traces: expected.traces, placeholders: expected.placeholder_spans, left: expected.spans.length });

    for (const [span, found] of paired(expected.spans, recorded, related)) {
      const alone = recorded.find(({ spanId }) => spanId === found.spanId)?.view ?? found.view;
      if (span.type !== null) expect(span.type, span.name).toContain(found.view.type);
      const call = span.call === null ? null : (expected.calls[span.call] ?? null);
      if (call !== null) expect(callIn(alone, call), span.name).toEqual(whatIsKnown(call));
      expect(detailsIn(alone, found.view, span), span.name).toEqual(span);
      const tool = span.tool === null ? null : expected.tools[span.tool];
      if (tool) expect(toolIn(found.view), span.name).toEqual(tool);
    }
    expect(traceIn(recorded, related, expected.trace)).toEqual(expected.trace);
  });
});

describe("of every vocabulary there are three spans that it reads something from", () => {
  const sources = corpora.flatMap((corpus) =>
    scenariosOf(corpus).flatMap((scenario) => sourcesFromOtlpJson(contentOf(corpus, `${scenario}.json`))),
  );

  it.each(vocabularies.map((vocabulary) => [vocabulary.name, vocabulary] as const))("%s", (_, vocabulary) => {
    const read = sources.filter((source) => isRead(vocabulary, source));
    expect(read.length).toBeGreaterThanOrEqual(3);
  });
});

function isRead(vocabulary: Vocabulary, source: SpanSource): boolean {
  const speaks = recogniser([vocabulary])(source) === 1;
  return speaks && (vocabulary.facts(source) ?? vocabulary.content(source)) !== undefined;
}

function scenariosOf(corpus: string): string[] {
  return readdirSync(join(fixtures, corpus), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".expect.json"))
    .map((path) => path.replace(".expect.json", ""))
    .sort();
}

function contentOf(corpus: string, file: string): unknown {
  return JSON.parse(readFileSync(join(fixtures, corpus, file), "utf8"));
}

function readAll(payload: unknown): ReadSpan[] {
  return sourcesFromOtlpJson(payload).map((source) => ({
    name: source.name,
    traceId: source.traceId,
    spanId: source.spanId,
    parentSpanId: source.parentSpanId,
    startTimeUnixNano: source.startTimeUnixNano,
    failed: source.status.code === 2,
    view: readSpan(source),
  }));
}

/** Each expected span with the one that it describes: in start order, of the same name, parent and outcome. */
function paired(
  expected: readonly ExpectedSpan[],
  recorded: readonly ReadSpan[],
  related: readonly ReadSpan[],
): [ExpectedSpan, ReadSpan][] {
  const nameOf = new Map([...recorded, ...related].map(({ spanId, name }) => [spanId, name]));
  const left = [...related];
  return expected.map((span) => {
    const at = left.findIndex(
      ({ name, parentSpanId, failed }) =>
        name === span.name &&
        (parentSpanId === null ? null : (nameOf.get(parentSpanId) ?? null)) === span.parent &&
        failed === span.error,
    );
    expect(at, `no span "${span.name}" below "${span.parent}"`).toBeGreaterThanOrEqual(0);
    return [span, left.splice(at, 1)[0]!];
  });
}

const tokens = {
  input_tokens: "inputTokens",
  output_tokens: "outputTokens",
  cache_read_tokens: "cacheReadTokens",
  cache_write_tokens: "cacheWriteTokens",
  reasoning_tokens: "reasoningTokens",
} as const;

/** The details that some expected spans state, in their words. */
function detailsIn(alone: SpanView, related: SpanView, span: ExpectedSpan): object {
  const found: Partial<Record<keyof ExpectedSpan, unknown>> = {
    ...span,
    time_to_first_token: alone.timeToFirstTokenSeconds,
    cost_usd: (alone.reportedCost?.totalPicoUsd ?? Number.NaN) / 1e12,
    prompts: alone.prompts,
    evaluations: alone.evaluations,
    documents: alone.documents?.map(({ content }) => content),
    links: picked(span.links ?? {}, { ...alone }),
    related_output_text: lastText(related.outputMessages, "assistant"),
    related_input_tokens: related.usage?.inputTokens,
  };
  return Object.fromEntries(Object.keys(span).map((name) => [name, found[name as keyof ExpectedSpan]]));
}

/** The view in the words of the truth; zero and absent are one, and a count may be absent where the truth knows none. */
function callIn(view: SpanView, call: ExpectedCall): object {
  const counts = Object.entries(tokens).map(([name, field]) => [name, view.usage?.[field] ?? 0]);
  const system = view.inputMessages?.find(({ role }) => role === "system");
  const found: Record<string, unknown> = {
    ...Object.fromEntries(counts),
    provider: view.provider,
    request_model: view.requestModel,
    response_model: view.responseModel ?? view.requestModel,
    system_text: system && textOf(system),
    user_text: call.api === "embeddings" ? embedded(view) : lastText(view.inputMessages, "user"),
    assistant_text: lastText(view.outputMessages, "assistant"),
    reasoning_text: view.outputMessages?.flatMap(({ parts }) => parts).find((part) => part.type === "reasoning")?.text,
    media: view.inputMessages?.flatMap(({ parts }) => parts).filter((part) => part.type === "media"),
    tool_calls:
      view.outputMessages
        ?.flatMap(({ parts }) => parts)
        .flatMap((part) => (part.type === "tool_call" ? [{ name: part.name, arguments: part.arguments }] : [])) ?? [],
  };
  return Object.fromEntries(Object.keys(whatIsKnown(call)).map((name) => [name, found[name]]));
}

function whatIsKnown(call: ExpectedCall): object {
  const counts = Object.keys(tokens).map((name) => [name, call[name as keyof typeof tokens] ?? 0]);
  const texts = (["provider", "request_model", "response_model", "system_text", "user_text", "assistant_text"] as const)
    .map((name) => [name, call[name]])
    .filter(([, value]) => value !== null);
  const details = (["reasoning_text", "media"] as const)
    .filter((name) => call[name] !== undefined)
    .map((name) => [name, call[name]]);
  return { ...Object.fromEntries([...counts, ...texts, ...details]), tool_calls: call.tool_calls };
}

function embedded(view: SpanView): string | undefined {
  const inputs = isObject(view.inputs) ? view.inputs.input : view.inputs;
  if (inputs === undefined) return view.inputMessages?.map(textOf).join("\n");
  return Array.isArray(inputs) ? inputs.join("\n") : str(inputs);
}

function toolIn({ toolRun }: SpanView): object {
  return { name: toolRun?.name, arguments: toolRun?.arguments, result: toolRun?.result };
}

function traceIn(recorded: readonly ReadSpan[], related: readonly ReadSpan[], truth: Expected["trace"]): object {
  const root = related.find(({ parentSpanId }) => parentSpanId === null)!;
  const preview = previewOf(root.view);
  const conversation = conversationOf(related);
  const { usage } = sumUsage(
    [...recorded]
      .filter(({ view }) => view.announces === undefined)
      .map(({ spanId, parentSpanId, startTimeUnixNano, view }) => ({
        spanId,
        parentId: parentSpanId,
        type: view.type,
        scope: view.usageScope,
        usage: view.usage,
        responseId: view.responseId,
        startTimeUnixNano,
      })),
  );
  const counts =
    usage === undefined
      ? [null, null, null]
      : [usage.inputTokens ?? 0, usage.outputTokens ?? 0, (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)];
  const any = (field: "session" | "user") =>
    related.map(({ view }) => view[field]).find((value) => value !== undefined) ?? null;
  const knows = <T>(wanted: T | null, found: T | null | undefined) => (wanted === null ? null : (found ?? null));
  const tags = Object.assign({}, ...related.map(({ view }) => view.tags));
  const metadata = Object.assign({}, ...related.map(({ view }) => view.metadata));
  return {
    ...truth,
    input_tokens: counts[0],
    output_tokens: counts[1],
    total_tokens: counts[2],
    user_text: knows(truth.user_text, conversation.question),
    assistant_text: knows(truth.assistant_text, conversation.answer),
    request_preview: knows(truth.request_preview, preview.input),
    response_preview: knows(truth.response_preview, preview.output),
    session: knows(truth.session, any("session")),
    user: knows(truth.user, any("user")),
    tags: Array.isArray(truth.tags) ? truth.tags.filter((tag) => tags[tag] === "true") : picked(truth.tags, tags),
    metadata: picked(truth.metadata, metadata),
  };
}

function picked(wanted: object | null, found: Readonly<Record<string, unknown>>): object | null {
  return wanted === null ? null : Object.fromEntries(Object.keys(wanted).map((name) => [name, found[name]]));
}
