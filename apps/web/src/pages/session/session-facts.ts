import type { SessionSummary } from "@spanloom/wire";
import { formatCostUsd } from "../../widgets/format/quantity.ts";

export function sessionAddress(session: string): string {
  return `/sessions/${encodeURIComponent(session)}`;
}

/** Undefined where no trace reported any. */
export function tokensOf({ input_tokens: input, output_tokens: output }: SessionSummary): number | undefined {
  return input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0);
}

/** Undefined where no model had a price; `≥` where some had none. */
export function costOf({ cost_usd: cost, cost_partial }: SessionSummary): string | undefined {
  if (cost === undefined) return undefined;
  return (cost_partial ? "≥ " : "") + formatCostUsd(cost);
}
