import type { IncomingMessage, ServerResponse } from "node:http";
import type { Delivery, IngestContext } from "@spanloom/ingest";
import {
  acceptsHeader,
  acceptsUnfinishedSpans,
  exportResponse,
  type OtlpSignal,
  otlpJsonToBinary,
} from "@spanloom/wire";
import type { Log } from "../log.ts";
import type { Admission } from "../otlp/admission.ts";
import { contextOf, type SpanSink } from "../otlp/receive.ts";
import { grpcCode, overloaded, Refusal, refusalOf, unsupported } from "../otlp/refusal.ts";
import { statusBytes, statusJson } from "../otlp/status.ts";
import { acceptedEncodings, type BodyLimits, readBody } from "./body.ts";

export interface OtlpReceiver {
  readonly sink: SpanSink;
  readonly admission: Admission;
  readonly limits: BodyLimits;
  readonly log: Log;
}

/** Answers OTLP over HTTP; false when the path is not one of OTLP's and somebody else has to answer. */
export type OtlpHandler = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * OTLP over HTTP on plain `node:http`, before any framework: this is the path that every span takes. What it answers
 * is the protocol's: the request's own content type, an empty message for full success, `google.rpc.Status` otherwise.
 */
export function createOtlpHandler(receiver: OtlpReceiver): OtlpHandler {
  return (request, response) => {
    const path = otlpPath(request.url ?? "");
    if (path === undefined) return false;
    void answer(receiver, path, request, response);
    return true;
  };
}

const signals: Readonly<Record<string, OtlpSignal>> = { "/v1/traces": "traces", "/v1/logs": "logs" };

/** Exporters build the path from a base by hand, so doubled and trailing slashes are common. */
function otlpPath(url: string): string | undefined {
  const path = url
    .split("?", 1)[0]!
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "");
  return /^\/v1(development)?\//.test(path) ? path : undefined;
}

async function answer(receiver: OtlpReceiver, path: string, request: IncomingMessage, response: ServerResponse) {
  const format = formatOf(request);
  const reception = receiver.sink.sources.receive({
    signal: signals[path] ?? "other",
    form: formOf(format),
    agent: request.headers["user-agent"],
  });
  const ticket = receiver.admission.enter();
  try {
    const signal = accept(path, request, receiver);
    if (format === undefined) throw unsupported(contentTypeHint(request));
    const body = await readBody(request, receiver.limits, ticket);
    const binary = format.json ? otlpJsonToBinary(body.toString("utf8"), signal) : body;
    const { rejected, message } = await receiver.sink[signal](binary, contextFrom(request), reception);
    send(response, 200, format, exportResponse(signal, rejected, message, format.json ? "json" : "binary"));
  } catch (error) {
    const refusal = refusalOf(error, receiver.log);
    reception.refused(refusal.httpStatus, refusal.message);
    refuse(request, response, format ?? json, refusal);
  } finally {
    ticket.leave();
  }
}

/** Everything that can be refused before the body is read. */
function accept(path: string, request: IncomingMessage, { admission }: OtlpReceiver): OtlpSignal {
  const signal = signals[path];
  if (signal === undefined) {
    throw new Refusal(
      404,
      grpcCode.unimplemented,
      `Spanloom takes traces at /v1/traces and log records at /v1/logs; it has no use for ${path}. ` +
        "Send only those (in a Collector: leave this exporter out of the other pipelines).",
    );
  }
  if (request.method !== "POST") {
    throw new Refusal(
      405,
      grpcCode.unimplemented,
      `${path} takes POST with an OTLP export request, not ${request.method}.`,
    );
  }
  if (!admission.hasRoomFor(expectedBytes(request))) throw overloaded();
  return signal;
}

/** What a body will take: a compressed one several times its length. Guessed too low, it is refused while it grows. */
function expectedBytes({ headers }: IncomingMessage): number {
  const length = Number(headers["content-length"] ?? 0);
  return headers["content-encoding"] === undefined ? length : Math.max(8 * length, 256 * 1024);
}

interface Format {
  /** The media type to answer with: the request's own. */
  readonly type: string;
  readonly json: boolean;
}

const json: Format = { type: "application/json", json: true };

/** By media type alone: parameters such as charset say nothing that OTLP does not fix already. */
function formatOf(request: IncomingMessage): Format | undefined {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]!.trim().toLowerCase();
  if (type === json.type) return json;
  return type === "application/x-protobuf" || type === "application/protobuf" ? { type, json: false } : undefined;
}

function formOf(format: Format | undefined): Delivery["form"] {
  return format === undefined ? "http" : format.json ? "http/json" : "http/protobuf";
}

function contentTypeHint(request: IncomingMessage): string {
  const given = request.headers["content-type"];
  const what = given === undefined ? "The request has no Content-Type" : `Content-Type '${given}' is not OTLP`;
  const hint = given?.startsWith("application/grpc") ? " For gRPC use the gRPC port (4317 unless changed)." : "";
  return `${what}: send application/x-protobuf or application/json.${hint}`;
}

function contextFrom(request: IncomingMessage): IngestContext {
  const header = (name: string) => {
    const value = request.headers[name];
    return value === undefined ? undefined : asUtf8(Array.isArray(value) ? value[0]! : value);
  };
  return contextOf(header, request.socket.remoteAddress);
}

/** Node reads header bytes as Latin-1; senders who write names that are not ASCII write UTF-8. */
function asUtf8(text: string): string {
  const decoded = Buffer.from(text, "latin1").toString("utf8");
  return decoded.includes("\uFFFD") ? text : decoded;
}

function refuse(request: IncomingMessage, response: ServerResponse, format: Format, refusal: Refusal): void {
  if (refusal.retryAfterSeconds !== undefined) response.setHeader("Retry-After", refusal.retryAfterSeconds);
  if (refusal.httpStatus === 405) response.setHeader("Allow", "POST");
  if (refusal.httpStatus === 415) response.setHeader("Accept-Encoding", acceptedEncodings);
  send(response, refusal.httpStatus, format, format.json ? statusJson(refusal) : statusBytes(refusal));
  drain(request);
}

function send(response: ServerResponse, status: number, format: Format, body: Uint8Array | string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    "Content-Type": format.type,
    "Content-Length": typeof body === "string" ? Buffer.byteLength(body) : body.length,
    [acceptsHeader]: acceptsUnfinishedSpans,
  });
  response.end(body);
}

/** How long a sender whose request was refused may go on sending before its connection is cut. */
const drainMs = 10_000;

/**
 * Reads on and forgets: most senders look for an answer only after they have sent everything, and a connection that is
 * closed under them would hide it.
 */
function drain(request: IncomingMessage): void {
  if (request.complete) return;
  const timer = setTimeout(() => request.socket.destroy(), drainMs);
  request.once("close", () => clearTimeout(timer)).resume();
}
