import type { IngestSource } from "@spanloom/store";
import type { Emitter } from "../decode/emitter.ts";
import { cleanText } from "../sanitise/index.ts";

/** How a request came: all that is known of it before its body is read. */
export interface Delivery {
  /** other: sent to where neither traces nor logs are taken. */
  readonly signal: "traces" | "logs" | "other";
  /** As OTEL_EXPORTER_OTLP_PROTOCOL has it; http: of another content type; api: within a call of MLflow's API. */
  readonly form: "grpc" | "http/protobuf" | "http/json" | "http" | "api";
  /** The User-Agent. */
  readonly agent?: string | undefined;
}

const maxTextLength = 120;

/** A source of which no more is known than how its request came. */
export function unreadSource({ signal, form, agent }: Delivery): IngestSource {
  return { signal, form, service: "", sdk: "", agent: agentOf(agent), isOther: false };
}

/** Who made the items, as their resource and scope say. */
export function sourceOf(unread: IngestSource, { resource, scope }: Emitter): IngestSource {
  const { signal, form, agent, isOther } = unread;
  const name = shortText(resource["telemetry.sdk.name"]);
  const language = shortText(resource["telemetry.sdk.language"]);
  const sdk = name && language ? `${name} (${language})` : name || language || shortText(scope.name);
  return { signal, form, service: shortText(resource["service.name"]), sdk, agent, isOther };
}

/**
 * Its products with their versions. What stands in brackets is about the machine, and browsers differ in little else:
 * each would be a source of its own.
 */
function agentOf(agent: string | undefined): string {
  if (agent === undefined) return "";
  if (agent.startsWith("Mozilla/")) return "Mozilla";
  return shortText(agent.slice(0, 4 * maxTextLength).replace(/ *\([^()]*\)/g, ""));
}

function shortText(value: unknown): string {
  return typeof value === "string" ? cleanText(value.slice(0, maxTextLength)) : "";
}
