import { followResult } from "../../streams/follow-result.ts";
import { type Json, object } from "../shared/json.ts";
import type { ModelSpan } from "../shared/model-span.ts";
import type { Endpoint } from "./endpoint.ts";

/** Longer answers are passed on as all others, but not read by us. */
const longestRead = 8 * 1024 * 1024;

/** Watches a response that the application reads by itself (`asResponse()`), as JSON, as text or piece by piece. */
export function observeRawResponse(call: ModelSpan, endpoint: Endpoint, response: Response, body: Json): void {
  // openai 4 brings node-fetch along, whose responses are of another class.
  if (typeof Response !== "function" || !(response instanceof Response)) {
    call.end();
    return;
  }
  const decoder = new TextDecoder();
  let read = "";
  let isWhole = true;
  const finish = (outputs: unknown) => {
    if (!isWhole) call.end();
    else if (typeof outputs === "object" && outputs !== null && !(outputs instanceof ArrayBuffer))
      call.respond(() => endpoint.response(object(outputs), body));
    else respondWith(call, endpoint, typeof outputs === "string" ? outputs : read, body);
  };
  followResult(response, {
    chunk(bytes) {
      isWhole &&= read.length < longestRead && bytes instanceof Uint8Array;
      if (!isWhole) return;
      read += decoder.decode(bytes as Uint8Array, { stream: true });
      if (read.includes("\n\n")) call.span.setTimeToFirstToken();
    },
    end: finish,
    cancel: () => finish(undefined),
    fail: (error) => call.fail(error),
  });
}

function respondWith(call: ModelSpan, endpoint: Endpoint, text: string, body: Json): void {
  const gatherer = body.stream === true ? endpoint.stream?.(body) : undefined;
  call.respond(() => {
    if (gatherer === undefined) return endpoint.response(object(parsed(text)), body);
    for (const event of eventsOf(text)) gatherer.add(event);
    return gatherer.response();
  });
}

/** The data of server-sent events; whatever is no JSON (`[DONE]`, half an event) is left out. */
function eventsOf(text: string): unknown[] {
  const data = text.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  return data.map((line) => parsed(line.slice("data:".length))).filter((event) => event !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
