import type { IncomingMessage } from "node:http";
import type { Delivery, Sources } from "@spanloom/ingest";

/**
 * Counts what OTLP senders send to where it cannot be taken, so that whoever looks for their spans finds out. Other requests
 * are not its business.
 */
export function countAstray(
  sources: Pick<Sources, "receive">,
  { method, url = "/", headers }: IncomingMessage,
  status: number,
  sentence: string,
): void {
  const agent = headers["user-agent"];
  const [, type] = /^application\/(x-protobuf|json)\b/.exec(headers["content-type"] ?? "") ?? [];
  const [, below] = /^\/+v1\/([^/?]*)/.exec(url) ?? [];
  if (method !== "POST" || !(type === "x-protobuf" || isExporter(agent) || below !== undefined)) return;
  const signal: Delivery["signal"] = below === "traces" || below === "logs" ? below : "other";
  sources.receive({ signal, form: forms[type ?? ""] ?? "http", agent }).refused(status, sentence);
}

const forms: Readonly<Record<string, Delivery["form"]>> = { "x-protobuf": "http/protobuf", json: "http/json" };

const isExporter = (agent: string | undefined): boolean => /^(OTel|OpenTelemetry)\b/i.test(agent ?? "");
