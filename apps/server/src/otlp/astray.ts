import type { IncomingMessage } from "node:http";
import type { Delivery, Sources } from "@spanloom/ingest";

/**
 * Counts what OTLP senders send to where it cannot be taken, so that whoever looks for their spans finds out. Other requests
 * are not its business.
 */
export function countAstray(
  sources: Pick<Sources, "receive">,
  request: IncomingMessage,
  status: number,
  sentence: string,
): void {
  const { method, url = "/", headers } = request;
  const agent = headers["user-agent"];
  const isProtobuf = /^application\/(x-protobuf|grpc)/.test(headers["content-type"] ?? "");
  if (method !== "POST" || !(isProtobuf || isExporter(agent) || /^\/+v1\//.test(url))) return;
  const form: Delivery["form"] = isProtobuf ? "http/protobuf" : "http";
  sources.receive({ signal: "other", form, agent }).refused(status, sentence);
}

const isExporter = (agent: string | undefined): boolean => /^(OTel|OpenTelemetry)\b/i.test(agent ?? "");
