import { credentialsIn } from "../client/credentials.ts";
import type { Environment } from "./environment.ts";
import { type OptionValues, optionTable } from "./option-table.ts";
import { pairs } from "./values.ts";

/** Where spans go. */
export interface Destination {
  /** The server, for the REST API; no slash at the end, no credentials. */
  readonly url: string;
  /** Where spans are posted. */
  readonly tracesUrl: string;
  /** Of every request to the server, `authorization` among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Credentials go only to whom they were meant for: headers of OpenTelemetry's variables to an address of OpenTelemetry's
 * variables, MLflow's token and password to any other.
 */
export function destinationOf(
  values: OptionValues,
  given: Readonly<Record<string, unknown>>,
  env: Environment,
  tell: (problem: string) => void,
): Destination {
  const find = (...places: readonly Place[]) => firstAddress(places, tell);
  const own = find(["url", given.url], ...variables(env, "SPANLOOM_URL", "MLFLOW_TRACKING_URI"));
  const exact =
    find(["tracesUrl", given.tracesUrl], ...(own?.[0] === "url" ? [] : variables(env, "SPANLOOM_TRACES_URL"))) ??
    (own === undefined ? find(...variables(env, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")) : undefined);
  const base = own ?? find(...variables(env, "OTEL_EXPORTER_OTLP_ENDPOINT")) ?? exact;
  const fromOtel = (exact ?? base)?.[0].startsWith("OTEL_") ?? false;

  const { url, authorization } = credentialsIn(base?.[1] ?? optionTable.url.default);
  const server = url.replace(/\/v1\/traces$/, "");
  const headers = lowerCased((fromOtel ? values.headers : (pairs(given.headers) ?? pairs(env.SPANLOOM_HEADERS))) ?? {});
  const credentials = headers.authorization ?? authorization ?? (fromOtel ? undefined : authorizationOf(values));
  return {
    url: server,
    tracesUrl: exact === undefined ? `${server}/v1/traces` : withoutUser(exact[1]),
    headers: { ...headers, ...(credentials !== undefined && { authorization: credentials }) },
  };
}

/** Where something may be said, and what is. */
type Place = readonly [where: string, said: unknown];

function variables(env: Environment, ...names: readonly string[]): Place[] {
  return names.map((name) => [name, env[name]]);
}

function firstAddress(places: readonly Place[], tell: (problem: string) => void): [string, string] | undefined {
  for (const [where, said] of places) {
    if (said === undefined || said === null || said === "") continue;
    const address = typeof said === "string" ? said.trim() : said instanceof URL ? said.href : "";
    if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return [where, address];
    tell(`${where} is no http or https address; it is passed over.`);
  }
  return undefined;
}

function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = "";
  url.password = "";
  return url.href;
}

function authorizationOf({ token, username, password }: OptionValues): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  if (username === undefined && password === undefined) return undefined;
  const address = new URL("http://user");
  address.username = username ?? "";
  address.password = password ?? "";
  return credentialsIn(address.href).authorization;
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
