import { afterAll, beforeAll, expect, test } from "vitest";
import { testApi } from "../testing.ts";

let api: Awaited<ReturnType<typeof testApi>>;
beforeAll(async () => {
  api = await testApi();
  const tags = [{ key: "mlflow.prompt.is_prompt", value: "true" }];
  for (const name of ["answer", 'odd "50%_\\']) await made("registered-models/create", { name, tags });
  for (const name of ["answer", "answer", 'odd "50%_\\'])
    await made("model-versions/create", { name, source: "dummy-source", tags });
  await use(1, 1_000, [["answer", "1"]], { "gen_ai.usage.input_tokens": 10, "gen_ai.usage.output_tokens": 5 });
  await use(2, 3_000, [["answer", "1"]], { status: 2 });
  const both: [string, string][] = [
    ["other", "1"],
    ["answer", "2"],
  ];
  await use(3, 2_000, both, {});
  await use(4, 2_000, [["answer", "12"]], {});
  await use(5, 2_000, [['odd "50%_\\', "1"]], {});
  await say(1, "helpful", true);
  await say(2, "helpful", false);
  await say(2, "tone", "kind");
});
afterAll(() => api?.close());

async function made(path: string, body: object) {
  expect((await api.call("POST", `/api/2.0/mlflow/${path}`, body)).status).toBe(200);
}

const idOf = (number: number) => number.toString(16).padStart(32, "a");

async function use(
  number: number,
  ms: number,
  prompts: readonly (readonly [name: string, version: string])[],
  more: Record<string, string | number>,
) {
  const linked = JSON.stringify(prompts.map(([name, version]) => ({ name, version })));
  const { status = 1, ...attributes } = more;
  await api.ingestSpans([
    {
      trace: idOf(number),
      id: "1",
      start: number * 10_000,
      end: number * 10_000 + ms,
      status: Number(status),
      attributes: { "mlflow.spanType": "CHAT_MODEL", "mlflow.traceTag.mlflow.linkedPrompts": linked, ...attributes },
    },
  ]);
}

async function say(number: number, name: string, value: unknown) {
  const trace_id = `tr-${idOf(number)}`;
  const source = { source_type: "HUMAN", source_id: "ida" };
  const answer = await api.call("POST", `/api/3.0/mlflow/traces/${trace_id}/assessments`, {
    assessment: { trace_id, assessment_name: name, source, feedback: { value } },
  });
  expect(answer.status).toBe(200);
}

const read = async (name: string) =>
  (await api.call("GET", `/api/spanloom/v1/prompts/${encodeURIComponent(name)}/use`)).body;

test("the traces of each version are summed up, with what was said of them, the newest version first", async () => {
  const { versions, is_of_newest } = await read("answer");
  expect(is_of_newest).toBe(false);
  expect(versions).toMatchObject([
    { version: "2", trace_count: 1, failed_count: 0, latency_p50_ns: 2e9, feedback: [] },
    {
      version: "1",
      trace_count: 2,
      failed_count: 1,
      latency_p50_ns: 1e9,
      latency_p95_ns: 3e9,
      tokens_per_trace: 15,
      feedback: [{ name: "helpful", count: 2, mean: 0.5 }],
    },
  ]);
  expect(versions[0].tokens_per_trace).toBeUndefined();
});

test("a name with what LIKE and JSON set apart finds its own traces only", async () => {
  expect((await read('odd "50%_\\')).versions).toMatchObject([{ version: "1", trace_count: 1 }]);
});

test.each(["nobody", "\0", "%"])("a prompt %j, that there is not, has no versions", async (name) => {
  expect(await read(name)).toEqual({ versions: [], is_of_newest: false });
});
