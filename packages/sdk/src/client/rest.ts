import {
  callOf,
  type RequestOf,
  type ResponseOf,
  type RouteRow,
  type RpcRows,
  type StreamRows,
  servedRoutes,
} from "@spanloom/wire";
import type { CallOptions, Exchange, Transport } from "./transport.ts";

/** What a call with bytes has besides its names and values. */
export interface StreamOptions extends CallOptions {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Exchange["body"];
}

type Table = typeof servedRoutes;

/**
 * Every endpoint that the server has, by the name of its row in the route table; see docs/reference/rest-api.md.
 * Requests and responses are the wire's messages: `snake_case`, 64-bit integers past 2^53 as bigint, lists that are empty
 * left out of MLflow's answers. Endpoints of bytes resolve to the `Response`, its body unread.
 *
 * ```ts
 * const { runs = [] } = await client.rest.searchRuns({ experiment_ids: ["0"], filter: "metrics.loss < 0.1" });
 * const { body } = await client.rest.downloadArtifact({ artifact_path: "0/models/m-1/artifacts/MLmodel" });
 * ```
 */
export type RestClient = {
  readonly [Name in RpcRows<Table>]: (request?: RequestOf<Name>, options?: CallOptions) => Promise<ResponseOf<Name>>;
} & {
  readonly [Name in StreamRows<Table>]: (
    values?: Readonly<Record<string, string | number>>,
    options?: StreamOptions,
  ) => Promise<Response>;
};

export function createRest(transport: Transport): RestClient {
  const rows = Object.entries<RouteRow>(servedRoutes).filter(([, row]) => row.http !== true);
  const calls = rows.map(([name, row]) => {
    const repeatable = isRepeatable(name);
    if (row.stream !== true) {
      const send = async (request: object = {}, options?: CallOptions) =>
        transport.message(callOf(row, request), repeatable, options);
      return [name, send];
    }
    const exchange = async (values: object = {}, { headers, body, signal }: StreamOptions = {}) => {
      const { path } = callOf({ ...row, method: "GET" }, values); // the body holds bytes, so values stand in the query
      return transport.exchange({ method: String(row.method), path, headers, body, signal, repeatable });
    };
    return [name, exchange];
  });
  return Object.fromEntries(calls) as RestClient;
}

/**
 * Whether a call has the effect of one when it is sent twice. Those that make something new have not, nor those that add
 * to a list or refuse what is there.
 */
export function isRepeatable(name: string): boolean {
  return !/^(?:create|register|startTrace$|logModel$|logOutputs$|logLoggedModelParams$|testWebhook$)/.test(name);
}
