import { diag } from "@opentelemetry/api";
import { resolveConfig } from "../config/config.ts";
import { tracing } from "../provider/tracing.ts";
import { assessmentCalls } from "./assessments.ts";
import { type ConnectionOptions, connect } from "./connection.ts";
import { evaluationDatasetCalls } from "./evaluation-datasets.ts";
import { experimentCalls } from "./experiments.ts";
import { loggedModelCalls } from "./logged-models.ts";
import { promptCalls } from "./prompts.ts";
import { registryCalls } from "./registry.ts";
import type { RestClient } from "./rest.ts";
import { runCalls } from "./runs.ts";
import { traceCalls } from "./traces.ts";
import type { TransportOptions } from "./transport.ts";

/** What is left out is what `init` was given, or what the environment says (`SPANLOOM_*`, `MLFLOW_*`). */
export interface ClientOptions extends Partial<TransportOptions> {
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined;
  /** The experiment of what is made and searched without saying where; it is made where there is none. */
  readonly experiment?: string | undefined;
  readonly experimentId?: string | undefined;
}

/**
 * A client of a Spanloom or MLflow server.
 *
 * What you give in options is camelCase and ours; what comes back is the server's resource as the wire has it, in
 * snake_case: `run.info.run_id`. In those, a list that is empty is left out. A search is an async iterator over all pages.
 */
export interface Client
  extends ReturnType<typeof experimentCalls>,
    ReturnType<typeof runCalls>,
    ReturnType<typeof loggedModelCalls>,
    ReturnType<typeof registryCalls>,
    ReturnType<typeof promptCalls>,
    ReturnType<typeof traceCalls>,
    ReturnType<typeof assessmentCalls>,
    ReturnType<typeof evaluationDatasetCalls> {
  /** The server's address, without credentials and without a slash at its end. */
  readonly url: string;
  /** Every endpoint as it is; what the methods here are made of. */
  readonly rest: RestClient;
}

/**
 * Makes a client; nothing is sent before its first call. Calls reject with `ApiError`: its `code` and `message` are the
 * server's, `httpStatus` is 0 where no server answered. Those that can be are tried again, with growing pauses, while the
 * server is away or busy.
 *
 * Throws `ApiError` INVALID_PARAMETER_VALUE for an address that is none.
 *
 * @example
 * const client = createClient({ url: "http://localhost:5000", experiment: "support-agent" });
 * await client.startRun({ name: "evaluation" }, async (run) => {
 *   await run.logParams({ model: "gpt-4o-mini" });
 *   run.logMetric("accuracy", 0.93);
 * });
 * for await (const trace of client.searchTraces({ filter: "status = 'ERROR'" })) console.log(trace.trace_id);
 */
export function createClient(options: ClientOptions = {}): Client {
  const { fetch, timeoutMs, retries } = options;
  const { url, headers, experiment, experimentId } = settingsOf(options);
  const connection = connect(
    { url, headers, fetch, timeoutMs, retries, experiment, experimentId },
    async (made, name) => (await experimentCalls(made).getOrCreateExperiment(name)).experiment_id!,
  );
  return {
    url: connection.transport.url,
    rest: connection.rest,
    ...experimentCalls(connection),
    ...runCalls(connection),
    ...loggedModelCalls(connection),
    ...registryCalls(connection),
    ...promptCalls(connection),
    ...traceCalls(connection),
    ...assessmentCalls(connection),
    ...evaluationDatasetCalls(connection),
  };
}

/** A client for another server than `init`'s takes nothing of what `init` was given. */
function settingsOf(
  options: ClientOptions,
): Pick<ConnectionOptions, "url" | "headers" | "experiment" | "experimentId"> {
  const { url, token, headers, experiment, experimentId } = options;
  const config =
    url === undefined && token === undefined
      ? tracing().config
      : resolveConfig({ url, token, headers }, (problem) => diag.warn(problem));
  const isChosen = experiment !== undefined || experimentId !== undefined;
  return {
    url: url ?? config.url, // given, and wrong, it is an error
    headers: { ...config.headers, ...headers },
    experiment: isChosen ? experiment : config.experiment,
    experimentId: isChosen ? experimentId : config.experimentId,
  };
}
