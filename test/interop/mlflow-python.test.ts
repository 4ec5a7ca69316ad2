import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonClients } from "../harness/mlflow-clients.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { readerOf } from "../harness/reader.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * MLflow's released Python clients, unmodified. `python/mlflow_tracing.py` does what an application does; what is expected
 * here is what the same script prints against MLflow's own server of 3.17.2.
 */

const clients = pythonClients.flatMap(([version, tool]) => [
  { version, tool, asynchronous: true },
  { version, tool, asynchronous: false },
]);

describeWith(["python", "python38"], "MLflow Python client", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.dispose());

  describe.each(clients)("$version (asynchronous logging: $asynchronous)", ({ tool, asynchronous }) => {
    const marker = crypto.randomUUID();
    let results: Record<string, Seen & Record<string, unknown>>;
    beforeAll(async () => {
      results = await runMlflowScript(tool, "mlflow_tracing.py", [server.url, marker], {
        MLFLOW_ENABLE_ASYNC_TRACE_LOGGING: String(asynchronous),
      });
    });

    /** What a scenario saw; the client's traceback where it raised. */
    function seenBy(scenario: string) {
      const result = results[scenario]!;
      if (typeof result.raised === "string") throw new Error(result.raised);
      return result;
    }

    test("nested @mlflow.trace functions come back as they were", () => {
      const seen = seenBy("nested");
      expect(seen).toMatchObject({ state: "OK", tags: { "mlflow.traceName": "agent" } });
      expect(seen.spans.map(({ name, type, parent, status }) => [name, type, parent, status])).toEqual([
        ["agent", "AGENT", null, "OK"],
        ["fetch", "RETRIEVER", "agent", "OK"],
        ["answer", "CHAT_MODEL", "agent", "OK"],
      ]);
      expect(spanOf(seen, "agent")).toMatchObject({
        inputs: { question: "What is the weather in Oslo?" },
        outputs: "7 degrees 🌧",
      });
      expect(spanOf(seen, "fetch").outputs).toEqual([{ page_content: "Oslo is rainy", metadata: { source: "wiki" } }]);
      expect(spanOf(seen, "answer").attributes).toEqual({ "interop.temperature": 0.5, "interop.n": 3 });
    });

    test("an exception is an error with its event", () => {
      const seen = seenBy("exception");
      expect(seen.state).toBe("ERROR");
      const span = spanOf(seen, "fails");
      expect(span).toMatchObject({ status: "ERROR", description: "ValueError: no such city" });
      expect(span.events).toHaveLength(1);
      expect(span.events[0]).toMatchObject({
        name: "exception",
        attributes: { "exception.type": "ValueError", "exception.message": "no such city" },
      });
    });

    test("the start_span API: inputs, outputs, attributes of every shape, events, status", () => {
      const seen = seenBy("start_span_api");
      expect(spanOf(seen, "outer")).toMatchObject({
        type: "CHAIN",
        inputs: { q: [1, 2.5, null, true, "ü"] },
        outputs: "done",
        events: [{ name: "milestone", attributes: { n: 1 } }],
      });
      expect(spanOf(seen, "inner")).toMatchObject({
        parent: "outer",
        type: "TOOL",
        status: "ERROR",
        attributes: { "interop.key": "value", "interop.list": [1, 2], "interop.map": { a: { b: 1 } } },
      });
    });

    test("start_span_no_context", () => {
      const seen = seenBy("without_context");
      expect(seen.tags["interop.detached"]).toBe(marker);
      expect(spanOf(seen, "detached child")).toMatchObject({ parent: "detached", outputs: "inner" });
    });

    test("update_current_trace: tags, metadata, session, user, previews, client request id", async () => {
      const seen = seenBy("current_trace");
      expect(seen).toMatchObject({
        request_preview: "asked",
        response_preview: "answered",
        client_request_id: `request-${marker}`,
        tags: { "interop.tag": marker },
        metadata: { "mlflow.trace.session": `session-${marker}`, "mlflow.trace.user": "ida", tier: "gold" },
      });
      expect(await readerOf(server.url).summary(seen.trace_id)).toMatchObject({
        session: `session-${marker}`,
        user: "ida",
        input_preview: "asked",
        output_preview: "answered",
      });
    });

    test("token usage of the model calls is summed once", async () => {
      const seen = seenBy("token_usage");
      expect(seen.token_usage).toMatchObject({ input_tokens: 60, output_tokens: 24, total_tokens: 84 });
      const summary = await readerOf(server.url).summary(seen.trace_id);
      expect(summary.usage).toMatchObject({ input_tokens: 60, output_tokens: 24 });
      expect(summary.cost_usd).toBeCloseTo(2.34e-5, 10);
    });

    test("tags are set, overwritten and deleted; deleting a missing one is an error", () => {
      expect(seenBy("tags")).toEqual({ kept: "3", gone: null, missing: "RESOURCE_DOES_NOT_EXIST" });
    });

    test("search_traces finds what each filter says", () => {
      const [one, two, three] = ["search one", "search two", "search three"];
      expect(seenBy("search")).toEqual({
        "all, newest first": [three, two, one],
        "oldest first": [one, two, three],
        "at most two": [three, two],
        status: [two],
        "status not": [one, three],
        name: [one],
        "name like": [two, three],
        tag: [three],
        "tag like": [two],
        time: [one, two, three],
        "span name": [two],
        "span type": [one, two, three],
        "span attribute": [one],
        nothing: [],
        frame: [three, two, one],
        "spans in frame": [2, 2, 2],
        "infos only": [0, 0, 0],
      });
    });

    test("all of 60 traces are found, also page by page", () => {
      expect(seenBy("many")).toEqual({ sent: 60, found: 60, "with spans": 60, "two pages": 50 });
    });

    test("delete_traces deletes the named ones only", () => {
      expect(seenBy("delete")).toEqual({ deleted: 2, left: [false, false, true], again: 0 });
    });

    test("delete_traces deletes those up to a time, the oldest first where only so many may go", () => {
      const named = (...minutes: number[]) => minutes.map((minute) => `minute ${minute}`);
      expect(seenBy("delete_by_time")).toEqual([
        ["all", named(0, 1, 2, 3)],
        [1, named(1, 2, 3)],
        [2, named(3)],
        [0, named(3)],
        ["INVALID_PARAMETER_VALUE", named(3)],
      ]);
    });

    test("an unknown trace is RESOURCE_DOES_NOT_EXIST", () => {
      expect(seenBy("unknown")).toEqual({ error_code: "RESOURCE_DOES_NOT_EXIST" });
    });
  });
});

interface Seen {
  trace_id: string;
  state: string;
  tags: Record<string, string>;
  metadata: Record<string, string>;
  token_usage: Record<string, number> | null;
  spans: SeenSpan[];
}

interface SeenSpan {
  name: string;
  type: string;
  parent: string | null;
  status: string;
  inputs: unknown;
  outputs: unknown;
  attributes: Record<string, unknown>;
  events: { name: string; attributes: Record<string, unknown> }[];
}

function spanOf(seen: Seen, name: string): SeenSpan {
  const span = seen.spans.find((candidate) => candidate.name === name);
  if (span === undefined) throw new Error(`no span ${name} among ${seen.spans.map((each) => each.name).join(", ")}`);
  return span;
}
