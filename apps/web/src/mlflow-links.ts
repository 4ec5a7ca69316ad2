/**
 * Where an MLflow address, which keeps its path behind `#`, leads here: `#/experiments/1/traces?selectedEvaluationId=tr-…`
 * to the trace, other experiment addresses to the experiment. Undefined for what we have no page for.
 */
export function addressOfHash(hash: string): string | undefined {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const search = new URLSearchParams(query);
  const traceId = search.get("selectedEvaluationId") ?? search.get("selectedTraceId") ?? search.get("traceId");
  const hex = traceId && traceIdIn(traceId);
  if (hex) return `/traces/${hex}`;
  const [, experimentId] = /^\/experiments\/([^/]+)/.exec(path) ?? [];
  if (experimentId) return `/experiments/${experimentId}/traces`;
  if (path === "/experiments") return "/experiments";
  if (path === "/traces") return "/traces";
  return undefined;
}

/** The trace id (32 hex digits, also as `tr-…`) that stands in a pasted text such as an id, an address or a log line. */
export function traceIdIn(text: string): string | undefined {
  const [, hex] = /(?:^|[^0-9a-f])(?:tr-)?([0-9a-f]{32})(?![0-9a-f])/i.exec(text) ?? [];
  return hex?.toLowerCase();
}
