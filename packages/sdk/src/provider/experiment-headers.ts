import type { Config } from "../config/config.ts";
import { platformFetch } from "../delivery/post.ts";
import { reportOnce } from "../safely.ts";

/** Headers that may get another one, and what finds it. */
export interface ExperimentHeaders {
  readonly headers: Record<string, string>;
  readonly recover: (reason: string) => Promise<boolean>;
}

const idHeader = "x-mlflow-experiment-id";

/**
 * Which experiment spans belong to is said by a header of MLflow's. Spanloom also takes a name, or none; MLflow's own
 * server (3.17) refuses all spans without an id. It is asked for the id when it does, and not before, so that nobody
 * else pays for it with a request.
 */
export function experimentHeaders(config: Config): ExperimentHeaders {
  const headers: Record<string, string> = { ...config.headers };
  if (config.experimentId !== undefined) headers[idHeader] = config.experimentId;
  else if (config.experiment !== undefined) headers["x-mlflow-experiment-name"] = config.experiment;
  let found: Promise<boolean> | undefined;
  const find = async () => {
    try {
      headers[idHeader] = await experimentIdOf(config);
      return true;
    } catch (error) {
      found = undefined; // the next refusal asks again
      reportOnce("finding the experiment's id", error);
      return false;
    }
  };
  return {
    headers,
    async recover(reason) {
      if (config.experimentId !== undefined || !reason.includes("422")) return false;
      found ??= find();
      return found;
    },
  };
}

/** "0" is the experiment that every server has. */
async function experimentIdOf({ url, headers, experiment }: Config): Promise<string> {
  if (experiment === undefined) return "0";
  const path = `${url}/api/2.0/mlflow/experiments`;
  const byName = `${path}/get-by-name?${new URLSearchParams({ experiment_name: experiment })}`;
  const json = { ...headers, "content-type": "application/json" };
  const get = async () => (await answerOf(byName, { headers }))?.experiment?.experiment_id;
  const create = async () =>
    (await answerOf(`${path}/create`, { method: "POST", headers: json, body: JSON.stringify({ name: experiment }) }))
      ?.experiment_id;
  // Whoever makes it at the same time makes ours fail, and it can be read then.
  const id = (await get()) ?? (await create()) ?? (await get());
  if (id === undefined) throw new Error(`${url} has no experiment of that name, and makes none`);
  return id;
}

interface Answer {
  readonly experiment_id?: string;
  readonly experiment?: { readonly experiment_id?: string };
}

async function answerOf(address: string, request: RequestInit): Promise<Answer | undefined> {
  const response = await platformFetch()(address, { ...request, signal: AbortSignal.timeout(10_000) });
  return response.ok ? ((await response.json()) as Answer) : undefined;
}
