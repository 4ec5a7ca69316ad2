import { followResult } from "../../streams/follow-result.ts";
import { type Json, object } from "../shared/json.ts";
import type { ModelSpan, StreamGatherer } from "../shared/model-span.ts";
import type { Endpoint } from "./endpoint.ts";

/** Longer answers are passed on as all others, but not read by us. */
const longestRead = 8 * 1024 * 1024;

/**
 * Watches a response that is read as it is (`asResponse()`, helpers that build one request on another): as JSON, as text,
 * or piece by piece.
 */
export function observeRawResponse(call: ModelSpan, endpoint: Endpoint, response: Response, body: Json): void {
  // openai 4 brings node-fetch along, whose responses are of another class.
  if (typeof Response !== "function" || !(response instanceof Response)) {
    call.end();
    return;
  }
  const gatherer = body.stream === true ? endpoint.stream?.(body) : undefined;
  if (gatherer === undefined) observeWhole(call, endpoint, response, body);
  else observeEvents(call, gatherer, response);
}

function observeWhole(call: ModelSpan, endpoint: Endpoint, response: Response, body: Json): void {
  const decoder = new TextDecoder();
  let text = "";
  const finish = (outputs: unknown) => {
    const isParsed = typeof outputs === "object" && outputs !== null && !(outputs instanceof ArrayBuffer);
    const answer = isParsed ? outputs : parsed(typeof outputs === "string" ? outputs : text);
    if (answer === undefined) call.end();
    else call.respond(() => endpoint.response(object(answer), body));
  };
  followResult(response, {
    chunk(bytes) {
      if (bytes instanceof Uint8Array && text.length < longestRead) text += decoder.decode(bytes, { stream: true });
    },
    end: finish,
    cancel: () => finish(undefined),
    fail: (error) => call.fail(error),
  });
}

/** Server-sent events, of which a piece may hold a half or several. */
function observeEvents(call: ModelSpan, gatherer: StreamGatherer, response: Response): void {
  const { chunk, end, ...rest } = call.observeStream(gatherer);
  const decoder = new TextDecoder();
  let line = "";
  const read = (text: string) => {
    const lines = (line + text).split(/\r?\n/);
    line = lines.pop() ?? "";
    for (const each of lines) {
      // What is no JSON (`[DONE]`) says nothing about the answer.
      const event = each.startsWith("data:") ? parsed(each.slice("data:".length)) : undefined;
      if (event !== undefined) chunk?.(event);
    }
  };
  followResult(response, {
    ...rest,
    chunk: (bytes) => bytes instanceof Uint8Array && read(decoder.decode(bytes, { stream: true })),
    end(outputs) {
      if (typeof outputs === "string") read(outputs);
      end();
    },
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
