import type { Init, MessageType, Received } from "../codec/descriptor.ts";
import { percentEncoded, queryOf } from "../codec/query-string.ts";
import { invalidParameter, missingParameter } from "../errors.ts";
import type { rpcs } from "../messages/rpcs.ts";
import { endpointsOf, type Method, type RouteRow, type RpcName } from "./routes.ts";

type Rpc<Name extends RpcName> = (typeof rpcs)[Name];

/** What a client sends: every field may be left out. */
export type RequestOf<Name extends RpcName> =
  Rpc<Name>["request"] extends MessageType<infer Message> ? Init<Message> : never;

/** What a client reads with `parseJson` alone. In our own answers nothing is left out. */
export type ResponseOf<Name extends RpcName> =
  Rpc<Name>["response"] extends MessageType<infer Message, infer Style>
    ? [Style] extends ["complete"]
      ? Message
      : Received<Message>
    : never;

/** One request, but for the server's address. */
export interface RestCall {
  readonly method: Method;
  /** With its query. */
  readonly path: string;
  /** To be sent as JSON; absent for GET. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/**
 * How a client calls a row: what its path names goes there, and everything to the body, for MLflow's server looks for some
 * of it in both; for GET, the rest to the query. A row with several methods is called by POST, whose requests may be long. Throws `ApiError` INVALID_PARAMETER_VALUE for a value
 * that cannot stand in a path.
 */
export function callOf(row: RouteRow, request: object): RestCall {
  const endpoints = endpointsOf(row);
  const { method, path: template } = endpoints.find((endpoint) => endpoint.method === "POST") ?? endpoints[0]!;
  const rest = { ...request } as Record<string, unknown>;
  const path = template.replace(/\{(\w+)(\*?)\}/g, (_, name: string, several: string) => {
    const value = rest[name];
    delete rest[name];
    if (value === undefined || value === null || value === "") throw missingParameter(name);
    return (several === "" ? [String(value)] : String(value).split("/")).map((part) => segment(name, part)).join("/");
  });
  if (method !== "GET") return { method, path, body: { ...request } };
  const query = queryOf(rest);
  return { method, path: query === "" ? path : `${path}?${query}` };
}

/** A segment of dots would be taken as a step up by whoever normalises the address, and so name another endpoint. */
function segment(name: string, text: string): string {
  if (text === "." || text === "..") throw invalidParameter(name, "must not have '.' or '..' between slashes", text);
  return percentEncoded(text);
}
