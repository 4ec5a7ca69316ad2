import type { TraceSummary, TraceUsage } from "../../data/messages.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";

/** `12.3k in (8k cached) · 840 out`. */
export function tokensText(usage: TraceUsage): string {
  const cached = usage.cache_read_tokens ? ` (${formatTokens(usage.cache_read_tokens)} cached)` : "";
  return `${formatTokens(usage.input_tokens ?? 0)} in${cached} · ${formatTokens(usage.output_tokens ?? 0)} out`;
}

/** An unknown price is said, never shown as 0; a sum that lacks some calls is a lower bound. */
export function costText(summary: Pick<TraceSummary, "cost_usd" | "cost_partial">): string {
  if (summary.cost_usd === undefined) return "no price";
  return summary.cost_partial ? `≥ ${formatCostUsd(summary.cost_usd)} (partial)` : formatCostUsd(summary.cost_usd);
}
