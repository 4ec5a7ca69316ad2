import { userInfo } from "node:os";
import type { Experiment, Run } from "@spanloom/wire";
import { UsageError } from "../config/load.ts";
import { option } from "../config/option.ts";
import { choice, pair, text } from "../config/values.ts";
import { type Ask, asks, Refused } from "./ask.ts";

const optionalText = (help: string, mlflowVariable?: string) =>
  option({ kind: text, default: "", flagOnly: true, ...(mlflowVariable && { mlflowVariable }), help });

/** For scripts, and for experiments that ended elsewhere. */
export const createRun = asks(
  "Makes a run that has ended already.",
  {
    experimentId: optionalText("Id of its experiment; this or --experiment-name.", "MLFLOW_EXPERIMENT_ID"),
    experimentName: optionalText("Name of its experiment, which is made where it is new.", "MLFLOW_EXPERIMENT_NAME"),
    runName: optionalText("Its name."),
    description: optionalText("What it is, as Markdown."),
    tags: option<readonly (readonly [string, string])[]>({
      kind: pair,
      default: [],
      letter: "t",
      repeated: true,
      flagOnly: true,
      help: "A tag. Give it once for each.",
    }),
    status: option({
      kind: choice("finished", "failed", "killed"),
      default: "finished",
      flagOnly: true,
      help: "How it ended.",
    }),
    parentRunId: optionalText("The run that it is part of."),
  },
  async (ask, { runName, description, parentRunId, ...chosen }) => {
    if ((chosen.experimentId === "") === (chosen.experimentName === ""))
      throw new UsageError("Name the experiment by --experiment-id or by --experiment-name.");
    const tags = tagsOf(chosen.tags);
    if (parentRunId !== "") {
      await ask("GET", "runs/get", { run_id: parentRunId });
      tags.set("mlflow.parentRunId", parentRunId);
    }
    if (description !== "") tags.set("mlflow.note.content", description);
    tags.set("mlflow.user", userInfo().username);
    const now = Date.now();
    const { run } = await ask<{ run: Run }>("POST", "runs/create", {
      experiment_id: chosen.experimentId || (await experimentNamed(ask, chosen.experimentName)),
      run_name: runName || undefined,
      start_time: now,
      tags: Array.from(tags, ([key, value]) => ({ key, value })),
    });
    const status = chosen.status.toUpperCase();
    const { run_id = "", experiment_id, run_name } = run.info ?? {};
    await ask("POST", "runs/update", { run_id, status, end_time: now });
    return JSON.stringify({ run_id, experiment_id, status, run_name }, undefined, 2);
  },
);

function tagsOf(pairs: readonly (readonly [string, string])[]): Map<string, string> {
  const tags = new Map(pairs);
  if (tags.size === pairs.length) return tags;
  const twice = pairs.find(([key], at) => pairs.findIndex(([other]) => other === key) < at);
  throw new UsageError(`--tags names '${twice?.[0]}' twice.`);
}

async function experimentNamed(ask: Ask, name: string): Promise<string | undefined> {
  try {
    return (await ask<{ experiment_id: string }>("POST", "experiments/create", { name })).experiment_id;
  } catch (error) {
    if (!(error instanceof Refused && error.code === "RESOURCE_ALREADY_EXISTS")) throw error;
    const fields = { experiment_name: name };
    const { experiment } = await ask<{ experiment: Experiment }>("GET", "experiments/get-by-name", fields);
    return experiment.experiment_id;
  }
}
