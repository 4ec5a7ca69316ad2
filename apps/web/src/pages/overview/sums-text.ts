import type { TraceSums } from "@spanloom/wire";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";

const nothing = "–";

/** `5.0 %` of the traces failed. */
export function failedShare({ trace_count: all, failed_count: failed }: TraceSums): string {
  if (all === 0) return nothing;
  const percent = (failed / all) * 100;
  return `${percent > 0 && percent < 0.1 ? "<0.1" : percent.toFixed(percent < 10 && percent > 0 ? 1 : 0)} %`;
}

export function latencyText(ns: number | undefined): string {
  return ns === undefined ? nothing : formatDurationNs(ns);
}

export function tokensText(tokens: number | undefined): string {
  return tokens === undefined ? nothing : formatTokens(tokens);
}

/** `≥` where some model calls had no price. */
export function costText({ cost_usd: cost, cost_partial }: TraceSums): string {
  return cost === undefined ? nothing : (cost_partial ? "≥ " : "") + formatCostUsd(cost);
}
