import { acceptsHeader, ProtoReader } from "@spanloom/wire/otlp";

/** What became of one request, as OTLP 1.11 ("OTLP/HTTP Response") reads it. */
export type Answer =
  | { readonly kind: "delivered"; readonly rejected: number; readonly message: string; readonly accepts: string }
  /** Nobody knows, or the server asked for another try; `afterMs` where it said when. */
  | { readonly kind: "retry"; readonly afterMs: number | undefined; readonly reason: string }
  | { readonly kind: "too-large"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** The part of a response that decides. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: { get(name: string): string | null };
  readonly body: Uint8Array;
}

export function readAnswer(http: HttpAnswer, nowMs: number = Date.now()): Answer {
  const { status, headers } = http;
  const type = mediaType(headers);
  if (status >= 200 && status < 300) {
    // A page instead of an answer: the address is that of a web site, or of a login.
    if (type === "text/html")
      return { kind: "refused", reason: `${sayStatus(http)} with a web page: is this an OTLP endpoint?` };
    return { kind: "delivered", ...partialSuccess(http, type), accepts: headers.get(acceptsHeader) ?? "" };
  }
  const reason = sayAnswer(http, type);
  if (retryable.has(status)) return { kind: "retry", afterMs: retryAfterMs(headers.get("retry-after"), nowMs), reason };
  return { kind: status === 413 ? "too-large" : "refused", reason };
}

/** OTLP 1.11, "Retryable Response Codes": these and no others. */
const retryable = new Set([429, 502, 503, 504]);

/** RFC 9110 §10.2.3: seconds, or a date; undefined where it is neither. */
export function retryAfterMs(text: string | null, nowMs: number): number | undefined {
  if (text === null) return undefined;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function partialSuccess({ body }: HttpAnswer, type: string): { rejected: number; message: string } {
  try {
    if (type === "application/json") {
      const { partialSuccess: part } = JSON.parse(new TextDecoder().decode(body)) as {
        partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
      };
      return { rejected: Number(part?.rejectedSpans ?? 0) || 0, message: String(part?.errorMessage ?? "") };
    }
    let rejected = 0;
    let message = "";
    // ExportTraceServiceResponse.partial_success with rejected_spans and error_message.
    readFields(new ProtoReader(body), {
      [lengthTag(1)]: (response) =>
        readFields(response.nested(), {
          [varintTag(1)]: (part) => (rejected = Number(part.int64())),
          [lengthTag(2)]: (part) => (message = part.string()),
        }),
    });
    return { rejected, message };
  } catch {
    return { rejected: 0, message: "" }; // success in a form that is not OTLP's is success
  }
}

function sayAnswer(http: HttpAnswer, type: string): string {
  const { status, headers } = http;
  const said =
    status >= 300 && status < 400 ? `redirected to ${headers.get("location") ?? "nowhere"}` : words(http, type);
  return said === "" ? sayStatus(http) : `${sayStatus(http)}: ${said}`;
}

function sayStatus({ status, statusText }: HttpAnswer): string {
  return statusText === "" ? String(status) : `${status} ${statusText}`;
}

/** What the server wrote: the message of a google.rpc.Status, of JSON that has one, or plain text, in one line. */
function words({ body }: HttpAnswer, type: string): string {
  let text: string;
  try {
    if (type === "application/x-protobuf" || type === "application/protobuf") {
      text = "";
      readFields(new ProtoReader(body), { [lengthTag(2)]: (status) => (text = status.string()) });
    } else {
      text = new TextDecoder().decode(body);
      if (type === "application/json") text = messageOf(JSON.parse(text)) ?? text;
      else if (type === "text/html")
        text = text.replace(/<(script|style)[^>]*>.*?<\/\1>/gis, " ").replace(/<[^>]*>/g, " ");
    }
  } catch {
    return "";
  }
  text = text.replace(/\s+/g, " ").trim();
  return text.length > maxWords ? `${text.slice(0, maxWords)}…` : text;
}

const maxWords = 300;

const varintTag = (field: number) => field << 3;
const lengthTag = (field: number) => (field << 3) | 2;

/** Two messages of three fields: the decoder of all others would be more than a kilobyte of an application's bundle. */
function readFields(reader: ProtoReader, take: Readonly<Record<number, (reader: ProtoReader) => void>>): void {
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    const taken = take[tag];
    if (taken === undefined) reader.skip(tag);
    else taken(reader);
  }
}

function messageOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { message, detail, error } = json as Record<string, unknown>;
  for (const text of [message, detail, error]) if (typeof text === "string") return text;
  return messageOf(error);
}

function mediaType(headers: HttpAnswer["headers"]): string {
  return (headers.get("content-type") ?? "").split(";", 1)[0]!.trim().toLowerCase();
}
