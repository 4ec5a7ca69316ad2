/**
 * Where an MLflow address, which keeps its path behind `#`, leads here: `#/experiments/1/runs/<id>` to the run,
 * `#/experiments/1/traces?selectedEvaluationId=tr-…` to the trace. Undefined for what we have no page for.
 */
export function addressOfHash(hash: string): string | undefined {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?");
  const search = new URLSearchParams(query);
  const traceId = search.get("selectedEvaluationId") ?? search.get("selectedTraceId") ?? search.get("traceId");
  const hex = traceId && traceIdIn(traceId);
  if (hex) return `/traces/${hex}`;
  const parts = path.split("/").filter(Boolean);
  for (const { from, to } of places) {
    const values = matched(from.split("/"), parts);
    const address = values && to(values, search);
    if (address) return address;
  }
  return undefined;
}

/** MLflow's paths and ours, the more exact first; what stands behind `*` is dropped. */
const places: readonly { from: string; to: (values: Values, search: URLSearchParams) => string | undefined }[] = [
  { from: "experiments/:id/runs/:run/artifacts/*", to: ({ run, rest }) => `/runs/${run}/artifacts/${rest}` },
  { from: "experiments/:id/runs/:run/artifactPath/*", to: ({ run, rest }) => `/runs/${run}/artifacts/${rest}` },
  { from: "experiments/:id/runs/:run/model-metrics", to: ({ run }) => `/runs/${run}/metrics` },
  { from: "experiments/:id/runs/:run/system-metrics", to: ({ run }) => `/runs/${run}/metrics` },
  { from: "experiments/:id/runs/:run/traces", to: ({ run }) => `/runs/${run}/traces` },
  { from: "experiments/:id/runs/:run/*", to: ({ run }) => `/runs/${run}` },
  { from: "experiments/:id/traces/:trace", to: ({ trace }) => traceAddress(trace) },
  { from: "experiments/:id/chat-sessions/:session", to: ({ session }) => `/sessions/${session}` },
  { from: "experiments/:id/evaluation-runs/:run/*", to: ({ run }) => `/evaluations/${run}` },
  { from: "experiments/:id/models/:model/*", to: ({ model }) => `/logged-models/${model}` },
  { from: "experiments/:id/prompts/:name/*", to: ({ name }) => `/prompts/${name}` },
  { from: "experiments/:id/runs", to: ({ id }) => `/experiments/${id}/runs` },
  { from: "experiments/:id/models", to: ({ id }) => `/experiments/${id}/models` },
  { from: "experiments/:id/traces", to: ({ id }) => `/experiments/${id}/traces` },
  { from: "experiments/:id/chat-sessions", to: ({ id }) => `/experiments/${id}/sessions` },
  { from: "experiments/:id/evaluation-runs", to: ({ id }, search) => evaluations(id!, search.get("selectedRunUuid")) },
  { from: "experiments/:id/datasets/*", to: ({ id }) => `/experiments/${id}/datasets` },
  { from: "experiments/:id/judges/*", to: ({ id }) => `/experiments/${id}/evaluations?part=scorers` },
  { from: "experiments/:id/overview/*", to: ({ id }) => `/experiments/${id}/overview` },
  { from: "experiments/:id/*", to: ({ id }) => `/experiments/${id}` },
  { from: "experiments", to: () => "/experiments" },
  { from: "compare-runs", to: (_, search) => comparison(search.get("runs")) },
  { from: "models/:name/versions/:version", to: ({ name, version }) => `/models/${name}/versions/${version}` },
  { from: "models/:name/*", to: ({ name }) => `/models/${name}` },
  { from: "models", to: () => "/models" },
  { from: "prompts/:name/*", to: ({ name }) => `/prompts/${name}` },
  { from: "prompts", to: () => "/prompts" },
  { from: "traces", to: () => "/traces" },
];

type Values = Readonly<Record<string, string>>;

/** The values of the pattern's `:names`, percent-encoded, and as `rest` what its `*` stands for; it may stand for nothing. */
function matched(pattern: readonly string[], parts: readonly string[]): Values | undefined {
  const open = pattern.at(-1) === "*";
  const named = open ? pattern.slice(0, -1) : pattern;
  if (parts.length < named.length || (!open && parts.length > named.length)) return undefined;
  const values: Record<string, string> = { rest: parts.slice(named.length).join("/") };
  for (const [index, name] of named.entries()) {
    const part = parts[index]!;
    if (name.startsWith(":")) values[name.slice(1)] = encoded(part);
    else if (name !== part) return undefined;
  }
  return values;
}

/** A path segment may come with or without its percent signs written. */
function encoded(part: string): string {
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return encodeURIComponent(part);
  }
}

function traceAddress(part: string | undefined): string | undefined {
  const hex = traceIdIn(part ?? "");
  return hex && `/traces/${hex}`;
}

/** The client prints this address with the run that it has just evaluated. */
function evaluations(experiment: string, run: string | null): string {
  return run ? `/evaluations/${encodeURIComponent(run)}` : `/experiments/${experiment}/evaluations`;
}

/** MLflow writes the ids of compared runs as a JSON list. */
function comparison(runs: string | null): string | undefined {
  try {
    const ids: unknown = JSON.parse(runs ?? "");
    if (!Array.isArray(ids) || ids.length === 0) return undefined;
    return `/compare/runs?ids=${ids.map((id) => encodeURIComponent(String(id))).join(",")}`;
  } catch {
    return undefined;
  }
}

/** The trace id (32 hex digits, also as `tr-…`) that stands in a pasted text such as an id, an address or a log line. */
export function traceIdIn(text: string): string | undefined {
  const [, hex] = /(?:^|[^0-9a-f])(?:tr-)?([0-9a-f]{32})(?![0-9a-f])/i.exec(text) ?? [];
  return hex?.toLowerCase();
}
