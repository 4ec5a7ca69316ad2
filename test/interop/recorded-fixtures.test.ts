import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readerOf, type Skeleton, type TraceSummary } from "../harness/reader.ts";
import { renewed } from "../harness/renew.ts";
import { sendRaw } from "../harness/send.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * Payloads recorded from released instrumentation libraries (test/fixtures/otlp), each with the truth it must give. They
 * are sent over HTTP with new ids and times, as an exporter would, and the truth is looked up in the reading API.
 */
const folder = fileURLToPath(new URL("../fixtures/otlp/", import.meta.url));

interface Expectation {
  traces: number;
  placeholder_spans: number;
  spans: { name: string; type: string[] | null; parent: string | null; error: boolean }[];
  trace: {
    input_tokens: number | null;
    output_tokens: number | null;
    request_preview: string | null;
    response_preview: string | null;
    session: string | null;
    user: string | null;
    tags: string[] | null;
    metadata: Record<string, string> | null;
    is_error: boolean | null;
  };
}

const scenarios = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json") && !path.endsWith(".expect.json"))
  .filter((path) => existsSync(`${folder}${path.replace(/\.json$/, ".expect.json")}`))
  .map((path) => path.replace(/\.json$/, ""))
  .sort();

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.dispose());

test("the recorded payloads are here", () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(179);
});

describe.each(scenarios)("%s", (scenario) => {
  const expected = JSON.parse(readFileSync(`${folder}${scenario}.expect.json`, "utf8")) as Expectation;
  let summaries: TraceSummary[];
  let skeletons: Skeleton[];

  beforeAll(async () => {
    const { requests, traceIds } = renewed(readFileSync(`${folder}${scenario}.json`, "utf8"));
    for (const request of requests) {
      const path = "resourceLogs" in request ? "/v1/logs" : "/v1/traces";
      const answer = await sendRaw(`${server.url}${path}`, JSON.stringify(request));
      expect({ status: answer.status, body: answer.body.toString("utf8") }).toEqual({ status: 200, body: "{}" });
    }
    const reader = readerOf(server.url);
    summaries = await Promise.all(traceIds.map((traceId) => reader.summary(traceId)));
    skeletons = await Promise.all(traceIds.map((traceId) => reader.skeleton(traceId)));
  });

  test("its spans, their types, parents and errors", () => {
    expect(summaries).toHaveLength(expected.traces);
    const rows = skeletons.flatMap(rowsOf);
    expect(rows.map(({ name, parent, error }) => ({ name, parent, error })).sort(byName)).toEqual(
      expected.spans.map(({ name, parent, error }) => ({ name, parent, error })).sort(byName),
    );
    for (const { name, type } of expected.spans) {
      if (type === null) continue;
      const types = rows.filter((row) => row.name === name).map((row) => row.type);
      expect(
        types.some((found) => type.includes(found)),
        `${name} is ${types}, not ${type}`,
      ).toBe(true);
    }
  });

  test("its totals: each model call once", () => {
    const sum = (field: "input_tokens" | "output_tokens") =>
      summaries.reduce((total, { usage }) => total + (usage?.[field] ?? 0), 0);
    const { input_tokens, output_tokens } = expected.trace;
    if (input_tokens !== null) expect(sum("input_tokens")).toBe(input_tokens);
    if (output_tokens !== null) expect(sum("output_tokens")).toBe(output_tokens);
    expect(summaries.reduce((total, { span_count }) => total + span_count, 0)).toBe(expected.spans.length);
    expect(summaries.reduce((total, { error_count }) => total + error_count, 0)).toBe(
      expected.spans.filter(({ error }) => error).length,
    );
  });

  test("what stands on the trace: previews, session, user, tags, metadata, state", () => {
    const { request_preview, response_preview, session, user, tags, metadata, is_error } = expected.trace;
    const one = <T>(values: (T | undefined)[]) => values.find((value) => value !== undefined && value !== "");
    if (request_preview !== null) expect(one(summaries.map((trace) => trace.input_preview))).toBe(request_preview);
    if (response_preview !== null) expect(one(summaries.map((trace) => trace.output_preview))).toBe(response_preview);
    if (session !== null) expect(one(summaries.map((trace) => trace.session))).toBe(session);
    if (user !== null) expect(one(summaries.map((trace) => trace.user))).toBe(user);
    if (is_error !== null) expect(summaries.some(({ state }) => state === "ERROR")).toBe(is_error);
    const stored = Object.assign({}, ...summaries.map((trace) => trace.tags)) as Record<string, string>;
    const words = new Set([...Object.keys(stored), ...Object.values(stored).flatMap(listed)]);
    for (const tag of tags ?? []) expect(words, `tags ${JSON.stringify(stored)}`).toContain(tag);
    const described = Object.assign({}, ...summaries.map((trace) => trace.metadata)) as Record<string, string>;
    if (metadata !== null) expect(described).toMatchObject(metadata);
  });
});

interface Row {
  name: string;
  type: string;
  parent: string | null;
  error: boolean;
}

/** The spans of a skeleton; placeholders of missing parents are rows of the tree, not spans. */
function rowsOf(skeleton: Skeleton): Row[] {
  const path: (string | null)[] = [];
  const rows: Row[] = [];
  for (let i = 0; i < skeleton.count; i++) {
    const depth = skeleton.depth[i]!;
    const placeholder = (skeleton.flags[i]! & 2) !== 0;
    const name = skeleton.names[skeleton.name[i]!]!;
    path.length = depth;
    path.push(placeholder ? null : name);
    if (placeholder) continue;
    rows.push({
      name,
      type: skeleton.types[skeleton.type[i]!]!,
      parent: depth === 0 ? null : path[depth - 1]!,
      error: skeleton.status[i] === 2,
    });
  }
  return rows;
}

function byName(a: { name: string; parent: string | null }, b: { name: string; parent: string | null }): number {
  return `${a.name} ${a.parent}` < `${b.name} ${b.parent}` ? -1 : 1;
}

/** A tag's value may be a list written as JSON. */
function listed(value: string): string[] {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.map(String) : [value];
  } catch {
    return [value];
  }
}
