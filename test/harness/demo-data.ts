import { createHash } from "node:crypto";
import { attributes, type OtlpSpan, tracesOf } from "./otlp.ts";
import { type LoggedRun, logRun, newExperiment, post, putArtifact } from "./runs.ts";
import { send } from "./send.ts";

export interface DemoData {
  readonly experimentId: string;
  /** Newest last. */
  readonly traceIds: readonly string[];
  /** Of the newest trace, in order of their begin. */
  readonly spanIds: readonly string[];
  readonly runs: readonly LoggedRun[];
  readonly model: string;
  readonly prompt: string;
  readonly session: string;
}

/** When the last trace of the data begins; a page whose clock stands a minute later always says the same. */
export const demoNowMs = Date.UTC(2025, 2, 3, 14, 30);

const experiment = "travel shop";
const model = "trip-planner";
const prompt = "answer-traveller";
const session = "trip-17";
const traces = 40;

/** A bit of everything, the same each time: ids that a client chooses and all times are fixed. */
export async function logDemoData(url: string): Promise<DemoData> {
  const experimentId = await newExperiment(url, experiment);
  const trips = Array.from({ length: traces }, (_, at) => trip(at));
  await send(url, tracesOf(trips.flat(), { "service.name": "travel-shop" }), {
    "x-mlflow-experiment-id": experimentId,
  });
  const runs: LoggedRun[] = [];
  for (const [at, rate] of ["0.1", "0.03", "0.01", "0.003", "0.001", "0.0003"].entries())
    runs.push(await train(url, experimentId, at, rate));
  await putArtifact(
    url,
    runs[0]!,
    "report.md",
    "# Report\n\nThe **first** try, with a table:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  );
  await putArtifact(url, runs[0]!, "config.yaml", "model: net\nrate: 0.1\n");
  await post(url, "registered-models/create", { name: model, description: "Plans **trips** with tools." });
  for (const run of runs.slice(0, 2))
    await newVersion(url, model, { source: `runs:/${run.runId}/model`, run_id: run.runId });
  await post(url, "registered-models/alias", { name: model, alias: "champion", version: "2" });
  const isPrompt = { key: "mlflow.prompt.is_prompt", value: "true" };
  await post(url, "registered-models/create", { name: prompt, description: "How we answer", tags: [isPrompt] });
  for (const [text, description] of [
    ["Hello {{ name }},\nyour trip to {{ city }} is booked.\n\nGood bye!", "First words"],
    ["Hello {{ name }},\nyour journey to {{ city }} is booked and paid.\n\nHave fun!", "Kinder"],
  ] as const) {
    const tags = [isPrompt, { key: "mlflow.prompt.text", value: text }, { key: "_mlflow_prompt_type", value: "text" }];
    await newVersion(url, prompt, { source: "dummy-source", description, tags });
  }
  await post(url, "registered-models/alias", { name: prompt, alias: "production", version: "1" });
  const newest = trips.at(-1)!;
  return {
    experimentId,
    traceIds: trips.map(([root]) => root!.traceId),
    spanIds: newest.map(({ spanId }) => spanId),
    runs,
    model,
    prompt,
    session,
  };
}

function newVersion(url: string, name: string, version: object) {
  return post(url, "model-versions/create", { name, ...version });
}

function train(url: string, experimentId: string, at: number, rate: string): Promise<LoggedRun> {
  const curve = (end: number) => Array.from({ length: 200 }, (_, step) => end + Math.exp(-step / (20 + 10 * at)));
  return logRun(url, {
    experimentId,
    name: `train-${at + 1}`,
    startMs: demoNowMs - (6 - at) * 3_600_000,
    status: at === 4 ? "FAILED" : "FINISHED",
    params: { rate, optimizer: at % 2 === 0 ? "adam" : "sgd", epochs: "200" },
    tags: { "mlflow.user": "ann", team: "trips", ...(at === 0 && { "mlflow.note.content": "The **first** try." }) },
    metrics: { loss: curve(at / 20), accuracy: curve(0).map((value) => 1 - value / (at + 2)) },
  });
}

/** Six spans of an agent: two model calls, a retrieval and two tools, of which one fails in every eighth trace. */
function trip(at: number): OtlpSpan[] {
  const traceId = idOf(`trace ${at}`, 32);
  const spans: OtlpSpan[] = [];
  const startNs = BigInt(demoNowMs - (traces - 1 - at) * 60_000) * 1_000_000n;
  const add = (name: string, fromMs: number, toMs: number, values: Record<string, unknown>, failure?: string) => {
    const at = (ms: number) => String(startNs + BigInt(ms) * 1_000_000n);
    spans.push({
      traceId,
      spanId: idOf(`${traceId} ${spans.length}`, 16),
      parentSpanId: spans[0]?.spanId,
      name,
      startTimeUnixNano: at(fromMs),
      endTimeUnixNano: at(toMs),
      attributes: attributes(values),
      ...(failure !== undefined && {
        status: { code: 2, message: failure },
        events: [
          {
            name: "exception",
            timeUnixNano: at(toMs),
            attributes: attributes({ "exception.type": "TimeoutError", "exception.message": failure }),
          },
        ],
      }),
    });
  };
  const city = ["Oslo", "Lima", "Quito", "Hanoi", "Turin"][at % 5]!;
  const question = `Find me a train to ${city} under ${50 + at} €`;
  const answer = `There is one at ${8 + (at % 9)}:15 for **${40 + at} €**.`;
  const say = (role: string, content: string) => ({ role, parts: [{ type: "text", content }] });
  const call = { type: "tool_call", id: "c1", name: "search_trains", arguments: { to: city } };
  const chat = (input: object[], output: object[], tokens: number) => ({
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": at % 3 === 0 ? "gpt-4o" : "gpt-4o-mini",
    "gen_ai.usage.input_tokens": tokens + at,
    "gen_ai.usage.output_tokens": 40 + at,
    "gen_ai.input.messages": JSON.stringify(input),
    "gen_ai.output.messages": JSON.stringify(output),
  });
  const tool = (name: string) => ({ "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": name });
  const length = 1_200 + at * 37;
  add("travel agent", 0, length, {
    "gen_ai.operation.name": "invoke_agent",
    "mlflow.spanInputs": JSON.stringify(question),
    "mlflow.spanOutputs": JSON.stringify(answer),
    "session.id": at % 8 === 7 ? session : `trip-${at}`,
    "user.id": ["ann", "ben", "cleo"][at % 3],
  });
  add(
    "chat",
    10,
    400,
    chat([say("system", "You book trips."), say("user", question)], [{ role: "assistant", parts: [call] }], 300),
  );
  add(
    "execute_tool search_trains",
    410,
    700,
    tool("search_trains"),
    at % 8 === 3 ? "The timetable did not answer" : undefined,
  );
  add("retrieve offers", 705, 760, { "gen_ai.operation.name": "embeddings" });
  add("execute_tool price", 765, 800, tool("price"));
  add(
    "chat",
    810,
    length - 5,
    chat([say("user", question), { role: "assistant", parts: [call] }], [say("assistant", answer)], 700),
  );
  return spans;
}

function idOf(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}
