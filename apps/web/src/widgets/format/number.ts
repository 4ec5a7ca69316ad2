/**
 * A measured value in at most five digits: `0.93456`, `12,345`, `1.2e-7`, `NaN`, `∞`. For a place where a reader
 * compares; the exact value is `exactNumber`'s.
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return exactNumber(value);
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e9) return tidyExponent(value.toExponential(3)).replace("-", "−");
  const places = size >= 10_000 ? 0 : Math.max(0, 4 - Math.floor(Math.log10(size)));
  const [whole = "", fraction] = size.toFixed(Math.min(places, 7)).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const rest = fraction?.replace(/0+$/, "");
  return `${value < 0 ? "−" : ""}${grouped}${rest ? `.${rest}` : ""}`;
}

/** Every digit that tells this double from its neighbours. */
export function exactNumber(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "−∞";
  return String(value).replace(/^-/, "−");
}

function tidyExponent(text: string): string {
  const [digits = "", exponent = ""] = text.split("e");
  return `${digits.replace(/\.?0+$/, "")}e${exponent.replace("+", "").replace("-", "−")}`;
}
