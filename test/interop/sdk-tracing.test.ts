import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import {
  type Client,
  createClient,
  flush,
  getLastActiveTraceId,
  getTracingHeaders,
  init,
  type LiveSpan,
  SpanType,
  shutdown,
  startSpan,
  trace,
  tracingContext,
  updateCurrentTrace,
  withActiveModel,
  withSpan,
} from "@spanloom/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMlflowServer } from "../harness/mlflow-server.ts";
import { readerOf } from "../harness/reader.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

/** Spans that the SDK makes, read back through the server's API: this server's, and MLflow's own for what it supports. */
interface Server {
  readonly url: string;
  dispose(): Promise<void>;
}

const servers: [name: string, start: () => Promise<Server>, isOurs: boolean][] = [
  ["Spanloom", startServer, true],
  ["MLflow 3.17.2", startMlflowServer, false],
];

describeWith(["python"], "Spans of the SDK in", () => {
  describe.each(servers)("%s", (_name, start, isOurs) => {
    let server: Server;
    let client: Client;
    /** What MLflow's own server does not read of a span is no promise there. */
    const testOfOurs = isOurs ? test : () => undefined;
    const experiment = `sdk-tracing ${crypto.randomUUID().slice(0, 8)}`;
    beforeAll(async () => {
      server = await start();
      init({ url: server.url, experiment, serviceName: "sdk-tracing" });
      client = createClient({ url: server.url, experiment });
    });
    afterAll(async () => {
      await shutdown();
      await server?.dispose();
    });

    const search = trace(
      async (query: string, limit: number) =>
        Array.from({ length: limit }, (_, at) => ({ page_content: `${query} ${at}` })),
      { name: "search", spanType: SpanType.RETRIEVER },
    );
    const answer = trace(
      async (question: string) => {
        const documents = await search(question, 2);
        updateCurrentTrace({ tags: { plan: "pro", seats: 3 }, session: "conversation-17", user: "ada" });
        const text = await withSpan(
          async (span) => {
            span.setInputs({ messages: [{ role: "user", content: question }] });
            span
              .setUsage({ inputTokens: 11, outputTokens: 7, cacheReadTokens: 4 })
              .setCost({ inputUsd: 0.25, outputUsd: 0.5 });
            span.addEvent("cache.miss", { key: "k", sizes: [1, 2] });
            return `about ${documents[0]!.page_content}`;
          },
          {
            name: "chat",
            spanType: SpanType.CHAT_MODEL,
            attributes: { "deployment.region": "eu", nested: { a: [1] } },
          },
        );
        return text;
      },
      { name: "answer", spanType: SpanType.AGENT },
    );

    test("the tree, inputs, outputs, types, usage, tags, session and user of a trace", async () => {
      expect(await answer("fjords")).toBe("about fjords 0");
      const traceId = getLastActiveTraceId()!;
      await flush();
      const { info, spans } = await read(client, traceId, 3);
      const [root, retriever, chat] = ["answer", "search", "chat"].map(
        (name) => spans.find((span) => span.name === name)!,
      );
      expect([retriever!.parentSpanId, chat!.parentSpanId]).toEqual([root!.spanId, root!.spanId]);
      expect(spans.map(({ status }) => status.code)).toEqual(["OK", "OK", "OK"]);
      expect(json(root!.attributes, "mlflow.spanInputs")).toEqual({ question: "fjords" });
      expect(json(root!.attributes, "mlflow.spanOutputs")).toBe("about fjords 0");
      expect(json(retriever!.attributes, "mlflow.spanInputs")).toEqual({ query: "fjords", limit: 2 });
      expect(spans.map(({ attributes }) => json(attributes, "mlflow.spanType")).sort()).toEqual([
        "AGENT",
        "CHAT_MODEL",
        "RETRIEVER",
      ]);
      expect(json(chat!.attributes, "nested")).toEqual({ a: [1] });
      expect(chat!.events).toMatchObject([{ name: "cache.miss", attributes: { key: "k" } }]);
      expect(retriever!.startTimeUnixNano).toBeGreaterThanOrEqual(root!.startTimeUnixNano);
      expect(retriever!.endTimeUnixNano).toBeLessThanOrEqual(chat!.startTimeUnixNano);

      expect(info.tags).toMatchObject({ plan: "pro", seats: "3" });
      expect(info.trace_metadata).toMatchObject({
        "mlflow.trace.session": "conversation-17",
        "mlflow.trace.user": "ada",
      });
      expect(JSON.parse(info.trace_metadata!["mlflow.trace.tokenUsage"]!)).toMatchObject({
        input_tokens: 11,
        output_tokens: 7,
      });
      expect(info.request_preview).toContain("fjords");
      expect(info.response_preview).toContain("about fjords 0");
      const found = client.searchTraces({ filter: "tags.plan = 'pro'" });
      expect((await all(found)).map((each) => each.trace_id)).toEqual([traceId]);
    });

    test("an error with its causes", async () => {
      const failing = trace(
        async (city: string) => {
          throw new RangeError(`no ${city}`, { cause: new TypeError("the map is empty") });
        },
        { name: "failing" },
      );
      await expect(failing("Atlantis")).rejects.toThrow("no Atlantis");
      const traceId = getLastActiveTraceId()!;
      await flush();
      const { info, spans } = await read(client, traceId, 1);
      expect(info.state).toBe("ERROR");
      expect(spans[0]).toMatchObject({ status: { code: "ERROR", message: "no Atlantis" } });
      expect(spans[0]!.events[0]).toMatchObject({ name: "exception", attributes: { "exception.type": "RangeError" } });
      expect(String(spans[0]!.events[0]!.attributes["exception.stacktrace"])).toContain(
        "Caused by: TypeError: the map is empty",
      );
    });

    test("a trace over three processes is one tree, with session and user all over", async () => {
      const traceId = await tracingContext({ session: "conversation-18", user: "grace" }, () =>
        withSpan(
          async (span) => {
            await runChild(server.url, experiment, 2);
            return span.traceId;
          },
          { name: "process 3" },
        ),
      );
      await flush();
      const { info, spans } = await read(client, traceId, 3);
      const parents = spans.map(({ name, parentSpanId }) => [
        name,
        spans.find((each) => each.spanId === parentSpanId)?.name,
      ]);
      expect(Object.fromEntries(parents)).toEqual({
        "process 3": undefined,
        "process 2": "process 3",
        "process 1": "process 2",
      });
      expect(new Set(spans.map(({ attributes }) => json(attributes, "session.id")))).toEqual(
        new Set(["conversation-18"]),
      );
      expect(info.trace_metadata).toMatchObject({
        "mlflow.trace.session": "conversation-18",
        "mlflow.trace.user": "grace",
      });
    });

    test("links to other spans, and times given by hand to the nanosecond", async () => {
      const other = startSpan({ name: "other" });
      other.end();
      const span = startSpan({ name: "linked", links: [other], startTimeNs: 1_767_225_600_123_456_789n, parent: null });
      span.end({ endTimeNs: 1_767_225_600_223_456_789n, outputs: "done" });
      await flush();
      const [stored] = (await read(client, span.traceId, 1)).spans;
      expect(stored).toMatchObject({
        startTimeUnixNano: 1_767_225_600_123_456_789n,
        endTimeUnixNano: 1_767_225_600_223_456_789n,
      });
      if (isOurs) expect(stored!.links).toEqual([{ traceId: other.traceId, spanId: other.spanId }]);
    });

    test("what is said of a trace after it ended, and was delivered, is there, too", async () => {
      let ended: LiveSpan | undefined;
      await withSpan(
        async (span) => {
          ended = span;
        },
        { name: "before" },
      );
      await flush();
      await read(client, ended!.traceId, 1);
      updateCurrentTrace({ tags: { reviewed: "yes" }, user: "linus" });
      await flush();
      const info = await until("the tag", async () => {
        const now = await client.getTraceInfo(ended!.traceId);
        return now.tags?.reviewed === "yes" ? now : undefined;
      });
      expect(info.trace_metadata).toMatchObject({ "mlflow.trace.user": "linus" });
    });

    // Of these MLflow's /v1/traces reads nothing: metadata, previews and logged models of a trace do not travel over OTLP there.
    testOfOurs("metadata, previews, name and model of a trace", async () => {
      const model = await client.createExternalModel({ name: "agent" });
      const modelId = model.info!.model_id!;
      const traceId = await withActiveModel(model, () =>
        withSpan(
          async (span) => {
            updateCurrentTrace({
              metadata: { commit: "abc123" },
              requestPreview: "asked",
              responsePreview: "answered",
              name: "a turn",
              clientRequestId: "request-17",
            });
            return span.traceId;
          },
          { name: "turn" },
        ),
      );
      await flush();
      const { info } = await read(client, traceId, 1);
      expect(info).toMatchObject({
        request_preview: "asked",
        response_preview: "answered",
        client_request_id: "request-17",
      });
      const byRequest = await all(client.searchTraces({ filter: "client_request_id = 'request-17'" }));
      expect(byRequest.map((each) => each.trace_id)).toEqual([traceId]);
      expect(info.trace_metadata).toMatchObject({ commit: "abc123", "mlflow.modelId": modelId });
      expect(info.tags).toMatchObject({ "mlflow.traceName": "a turn" });
      const linked = await all(client.searchTraces({ modelId }));
      expect(linked.map((each) => each.trace_id)).toEqual([traceId]);
      const summary = await readerOf(server.url).summary(traceId.slice(3));
      expect(summary).toMatchObject({ name: "a turn", input_preview: "asked", output_preview: "answered" });
    });

    testOfOurs("cost and usage to the token", async () => {
      await answer("glaciers");
      const traceId = getLastActiveTraceId()!;
      await flush();
      const summary = await readerOf(server.url).complete(traceId.slice(3), 3);
      expect(summary).toMatchObject({
        usage: { input_tokens: 11, output_tokens: 7, cache_read_tokens: 4 },
        cost_usd: 0.75,
      });
    });
  });
});

async function read(client: Client, traceId: string, spanCount: number) {
  return until(`${spanCount} spans of ${traceId}`, async () => {
    const found = await client.getTrace(traceId).catch(() => undefined);
    return found !== undefined && found.spans.length >= spanCount ? found : undefined;
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** MLflow gives values that were JSON as JSON of the text; this is the value in either case. */
function json(attributes: Readonly<Record<string, unknown>>, key: string): unknown {
  let value = attributes[key];
  for (let depth = 0; depth < 2 && typeof value === "string"; depth++) {
    try {
      value = JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}

/** A process that has its span under the one of the headers, and starts the next. */
async function runChild(url: string, experiment: string, depth: number): Promise<void> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("./sdk/child.ts", import.meta.url)), String(depth)], {
    env: {
      ...process.env,
      SPANLOOM_URL: url,
      SPANLOOM_EXPERIMENT: experiment,
      TRACING_HEADERS: JSON.stringify(getTracingHeaders()),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
}
