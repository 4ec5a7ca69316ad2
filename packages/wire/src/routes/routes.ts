import type { rpcs } from "../messages/rpcs.ts";

export type RpcName = keyof typeof rpcs;
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
/** The version in MLflow's paths. It is a part of the endpoint and not negotiated. */
export type ApiVersion = "2.0" | "3.0";

/**
 * One endpoint. The row's name is the rpc's name, so that request and response types follow from it. What it is for says the
 * rpc's comment, or else `summaries`.
 */
export interface RouteRow {
  readonly method: Method | readonly Method[];
  /**
   * `{name}` takes one segment, and `{name*}` at the end takes all that are left. Below a version the path is served
   * as `/api/<version><path>` (clients) and `/ajax-api/<version><path>` (browsers), without one as it is.
   */
  readonly path: string;
  readonly since?: ApiVersion | readonly ApiVersion[];
  /** Further paths, whole: a version or prefix is not put before them. */
  readonly alsoAt?: readonly string[];
  /** Served under `/ajax-api` only. */
  readonly ajaxOnly?: true;
  /** Takes or gives bytes; its handler gets and gives a stream and headers instead of messages. */
  readonly stream?: true;
  /** Served by the HTTP layer itself: OTLP, server-sent events. */
  readonly http?: true;
  /** Answered with NOT_IMPLEMENTED and this reason. */
  readonly unserved?: string;
}

type Checked<Rows> = {
  [Name in keyof Rows]: Rows[Name] extends { stream: true } | { http: true } | { unserved: string }
    ? RouteRow
    : Name extends RpcName
      ? RouteRow
      : never;
};

/** A part of the route table. A row that is neither an rpc nor marked does not compile. */
export function routes<const Rows extends Record<string, RouteRow>>(rows: Rows & Checked<Rows>): Rows {
  return rows;
}

/** The names of the rows that are rpcs: those that have a handler on messages. */
export type RpcRows<Rows> = {
  [Name in keyof Rows]: Rows[Name] extends { stream: true } | { http: true } | { unserved: string }
    ? never
    : Name & RpcName;
}[keyof Rows];

export type StreamRows<Rows> = { [Name in keyof Rows]: Rows[Name] extends { stream: true } ? Name : never }[keyof Rows];

/** The method and path pairs that a row answers. */
export function endpointsOf(row: RouteRow): { method: Method; path: string }[] {
  const prefixes = row.ajaxOnly ? ["/ajax-api"] : ["/api", "/ajax-api"];
  const versions = row.since === undefined ? [] : [row.since].flat();
  const paths =
    row.since === undefined
      ? [row.path]
      : prefixes.flatMap((prefix) => versions.map((version) => `${prefix}/${version}${row.path}`));
  const all = [...paths, ...(row.alsoAt ?? [])];
  return [row.method].flat().flatMap((method) => all.map((path) => ({ method, path })));
}
