import type { IngestFault, IngestSource } from "@spanloom/wire";

/** What a source is called: by its service, else by whatever it says of itself. */
export function sourceName({ service, sdk, agent, is_other }: IngestSource): string {
  if (is_other) return "Other sources";
  return service || sdk || agent || "Unknown sender";
}

/** What else it says of itself. */
export function sourceDetails(source: IngestSource): string {
  const { sdk, agent, is_other } = source;
  if (is_other) return "all that came after the first 500 of an hour";
  return [sdk, agent].filter((text) => text !== "" && text !== sourceName(source)).join(" · ");
}

/** "spans, grpc". */
export function sentAs({ signal, form }: IngestSource): string {
  return `${nouns[signal] ?? signal}, ${form === "api" ? "MLflow's API" : form}`;
}

const nouns: Readonly<Record<string, string>> = {
  traces: "spans",
  logs: "log records",
  other: "another path",
};

/** Of what was not stored, what was said last; undefined where all was. */
export function lastLoss({ faults }: IngestSource): IngestFault | undefined {
  return faults.find(({ outcome }) => outcome !== "changed");
}

/** "3 requests refused with 413", "7 rejected". */
export function faultCount({ outcome, status, count }: IngestFault, formatted: string): string {
  if (outcome !== "refused") return `${formatted} ${outcome}`;
  return `${formatted} ${count === 1 ? "request" : "requests"} refused${status > 0 ? ` with ${status}` : ""}`;
}
