import type { OtlpTraces } from "./otlp.ts";
import { encodeTraces } from "./otlp-binary.ts";

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** POSTs one export request as it is, binary unless the body is text. */
export async function sendRaw(
  url: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const type = typeof body === "string" ? "application/json" : "application/x-protobuf";
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": type, ...headers },
    body: body as BodyInit,
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Sends spans to /v1/traces of a server as binary protobuf and throws unless all were taken. */
export async function send(baseUrl: string, traces: OtlpTraces, headers: Record<string, string> = {}): Promise<void> {
  const answer = await sendRaw(`${baseUrl}/v1/traces`, encodeTraces(traces), headers);
  if (answer.status !== 200 || answer.body.length > 0) {
    throw new Error(`/v1/traces answered ${answer.status}: ${answer.body.toString("utf8").slice(0, 500)}`);
  }
}
