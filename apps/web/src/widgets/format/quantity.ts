/** `1,204`: an exact count, grouped by thousands whatever the browser's language is. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1,204` or, where counting stopped, `10,000+`. */
export function formatTotal(count: number, isLowerBound: boolean): string {
  return formatCount(count) + (isLowerBound ? "+" : "");
}

/**
 * Tokens and other counts where the size matters more than the last digit: `842`, `12.3k`, `1.20M`; below one another
 * they line up.
 */
export function formatTokens(tokens: number): string {
  if (tokens < 1_000) return String(Math.round(tokens));
  for (const [suffix, size] of [
    ["k", 1e3],
    ["M", 1e6],
    ["G", 1e9],
  ] as const) {
    const value = tokens / size;
    const text = value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0);
    if (Number(text) < 1_000 || suffix === "G") return text + suffix;
  }
  return formatCount(tokens);
}

/** US dollars with as many digits as carry meaning: `$12.34`, `$0.123`, `$0.0042`, `<$0.000001`. */
export function formatCostUsd(costUsd: number): string {
  if (costUsd === 0) return "$0";
  if (costUsd < 0) return `−${formatCostUsd(-costUsd)}`;
  if (costUsd < 1e-6) return "<$0.000001";
  if (costUsd >= 1_000) return `$${formatCount(costUsd)}`;
  if (costUsd >= 0.995) return `$${costUsd.toFixed(2)}`;
  if (costUsd >= 0.0995) return `$${costUsd.toFixed(3)}`;
  const places = 1 - Math.floor(Math.log10(costUsd));
  return `$${costUsd.toFixed(Math.min(places, 7))}`;
}

/** `842 B`, `12.3 kB`, `4.10 MB`; thousands, as the network counts. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  for (const [unit, size] of [
    ["kB", 1e3],
    ["MB", 1e6],
    ["GB", 1e9],
  ] as const) {
    const value = sizeBytes / size;
    if (value < 999.5 || unit === "GB") return `${value < 99.95 ? value.toPrecision(3) : value.toFixed(0)} ${unit}`;
  }
  return `${sizeBytes} B`;
}
