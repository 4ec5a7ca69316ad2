/**
 * A stand-in for a model provider, so that the example needs no key and no network: it speaks the wire format of OpenAI's
 * API (chat completions as server-sent events, embeddings), and "thinks" by a few rules.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type OpenAI from "openai";

export interface ModelServer {
  /** For the client's `baseURL`. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startModelServer(): Promise<ModelServer> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type ChatRequest = Pick<OpenAI.ChatCompletionCreateParamsStreaming, "model" | "messages">;
type Delta = OpenAI.ChatCompletionChunk.Choice.Delta;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = "";
  for await (const part of request) body += part;
  if (request.url === "/v1/embeddings") return answerEmbeddings(response, JSON.parse(body));
  if (request.url === "/v1/chat/completions") return answerChat(response, JSON.parse(body));
  response.writeHead(404, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: `no ${request.url} here`, type: "invalid_request_error" } }));
}

/** One event a chunk, a last one with the token counts, then `[DONE]`. */
async function answerChat(response: ServerResponse, { model, messages }: ChatRequest): Promise<void> {
  const { deltas, finish } = think(messages);
  const head = { id: "chatcmpl-example", object: "chat.completion.chunk", created: 1_770_000_000, model };
  const send = (rest: object) => response.write(`data: ${JSON.stringify({ ...head, ...rest })}\n\n`);

  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const delta of deltas) {
    send({ choices: [{ index: 0, delta, finish_reason: null }] });
    await pause(10);
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: finish }] });
  const prompt = tokensOf(JSON.stringify(messages));
  const completion = tokensOf(JSON.stringify(deltas));
  send({
    choices: [],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  });
  response.end("data: [DONE]\n\n");
}

/** Looks things up first; once the results are there, puts them into sentences. */
function think(messages: ChatRequest["messages"]): { deltas: Delta[]; finish: "stop" | "tool_calls" } {
  const question = String(messages.findLast(({ role }) => role === "user")?.content ?? "");
  const results = messages.filter(({ role }) => role === "tool").map(({ content }) => JSON.parse(String(content)));
  if (results.length === 0) {
    const orderId = /\d{4}/.exec(question)?.[0];
    const calls = [
      ...(orderId === undefined ? [] : [{ name: "look_up_order", arguments: { order_id: orderId } }]),
      { name: "search_help", arguments: { query: question } },
    ];
    const tool_calls = calls.map((call, index) => ({
      index,
      id: `call_${index}`,
      type: "function" as const,
      function: { name: call.name, arguments: JSON.stringify(call.arguments) },
    }));
    return { deltas: [{ role: "assistant", tool_calls }], finish: "tool_calls" };
  }
  const order = results.find((result) => "status" in result || "error" in result);
  const [passage] = results.find(Array.isArray) ?? [];
  const sentences = [
    order?.error && `I am sorry, ${order.error}.`,
    order?.status &&
      `Your order ${order.id} is ${order.status}${order.deliveredOn ? ` since ${order.deliveredOn}` : ""}.`,
    passage?.text,
  ];
  const words = sentences
    .filter(Boolean)
    .join(" ")
    .split(/(?<= )/);
  return { deltas: [{ role: "assistant", content: "" }, ...words.map((content) => ({ content }))], finish: "stop" };
}

/** Words counted into 64 places: texts with words in common point the same way. */
function answerEmbeddings(
  response: ServerResponse,
  { model, input }: { model: string; input: string | string[] },
): void {
  const texts = [input].flat();
  const data = texts.map((text, index) => {
    const embedding = new Array<number>(64).fill(0);
    for (const word of text.toLowerCase().match(/[a-z]{4,}/g) ?? []) {
      let place = 0;
      for (const letter of word) place = (place * 31 + letter.charCodeAt(0)) % 64;
      embedding[place]! += 1;
    }
    return { object: "embedding", index, embedding };
  });
  const tokens = tokensOf(texts.join(" "));
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "list", model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } }));
}

/** About as many as a tokenizer would find. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
