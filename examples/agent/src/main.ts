/**
 * Asks the support agent a question, prints its answer as it comes, and says where its trace is.
 *
 *     node src/main.ts "Can I still return order 1042?"
 *
 * Without `OPENAI_API_KEY` the model is the one of model-server.ts, so that this runs offline. Traces go to
 * http://localhost:5000, or to where `SPANLOOM_URL` says.
 */
import { flush, getLastActiveTraceId, init } from "@spanloom/sdk";
import { observe } from "@spanloom/sdk/openai";
import OpenAI from "openai";
import { supportAgent } from "./agent.ts";
import { startModelServer } from "./model-server.ts";

const url = process.env.SPANLOOM_URL ?? "http://localhost:5000";
const question = process.argv[2] ?? "Where is my order 1042, and can I still return it?";

init({ url, experiment: "support-agent" });

const offline = process.env.OPENAI_API_KEY === undefined ? await startModelServer() : undefined;
const client = observe(new OpenAI(offline && { baseURL: offline.url, apiKey: "none" }));

for await (const text of supportAgent(client).answer(question)) process.stdout.write(text);

const undelivered = await flush({ timeoutMs: 5_000 }).catch((error: Error) => error);
await offline?.close();
if (undelivered === undefined) {
  process.stdout.write(`\n\nIts trace: ${url}/traces/${getLastActiveTraceId()}\n`);
} else {
  process.stderr.write(`\n\n${undelivered.message}\nStart Spanloom, or say where it is: SPANLOOM_URL=http://…\n`);
  process.exitCode = 1;
}
