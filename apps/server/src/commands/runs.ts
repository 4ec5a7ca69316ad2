import type { Run } from "@spanloom/wire";
import { option } from "../config/option.ts";
import { choice, list } from "../config/values.ts";
import { type Ask, asks, everyPage, requiredText, table } from "./ask.ts";
import type { Command } from "./commands.ts";
import { createRun } from "./runs-create.ts";

const runId = requiredText(undefined, "The run's id.");

export const runCommands: Readonly<Record<string, Command>> = {
  "runs create": createRun,
  "runs list": asks(
    "Lists the runs of an experiment.",
    {
      experimentId: option({
        ...requiredText(undefined, "The experiment's id."),
        mlflowVariable: "MLFLOW_EXPERIMENT_ID",
      }),
      view: option({
        kind: choice("active_only", "deleted_only", "all"),
        default: "active_only",
        letter: "v",
        flagOnly: true,
        help: "Which ones, by their stage.",
      }),
    },
    async (ask, { experimentId, view }) => {
      const rows = (await runsOf(ask, experimentId, view)).map(({ info }) => [
        info?.start_time === undefined
          ? ""
          : `${new Date(info.start_time).toISOString().slice(0, 19).replace("T", " ")} UTC`,
        info?.run_name ?? "",
        info?.run_id ?? "",
      ]);
      return table(["Date", "Name", "ID"], rows);
    },
  ),
  "runs describe": asks("Shows all of a run as JSON.", { runId }, async (ask, { runId }) => {
    const { run } = await ask<{ run: Run }>("GET", "runs/get", { run_id: runId });
    const { metrics = [], params = [], tags = [], ...data } = run.data ?? {};
    const described = {
      info: run.info,
      data: { ...data, metrics: mapOf(metrics), params: mapOf(params), tags: mapOf(tags) },
      inputs: run.inputs ?? {},
      outputs: run.outputs ?? {},
    };
    return JSON.stringify(described, undefined, 4);
  }),
  "runs delete": asks(
    "Deletes a run; 'runs restore' brings it back until 'gc' removes it.",
    { runId },
    async (ask, { runId }) => {
      await ask("POST", "runs/delete", { run_id: runId });
      return `Run with ID ${runId} has been deleted.`;
    },
  ),
  "runs restore": asks("Brings a deleted run back.", { runId }, async (ask, { runId }) => {
    await ask("POST", "runs/restore", { run_id: runId });
    return `Run with id ${runId} has been restored.`;
  }),
  "runs link-traces": asks(
    "Notes that traces belong to a run.",
    {
      runId,
      traceId: option<readonly string[]>({
        kind: list,
        default: [],
        letter: "t",
        repeated: true,
        required: true,
        flagOnly: true,
        help: "A trace's id. Up to 100.",
      }),
    },
    async (ask, { runId, traceId }) => {
      await ask("POST", "traces/link-to-run", { run_id: runId, trace_ids: traceId });
      return `Successfully linked ${traceId.length} trace(s) to run '${runId}'`;
    },
  ),
};

/** Every run of an experiment, newest first. */
export function runsOf(ask: Ask, experimentId: string, view: string): Promise<Run[]> {
  return everyPage<Run>(async (page_token) => {
    const answer = await ask<{ runs?: Run[]; next_page_token?: string }>("POST", "runs/search", {
      experiment_ids: [experimentId],
      run_view_type: view.toUpperCase(),
      max_results: 1000,
      page_token,
    });
    return { items: answer.runs, next: answer.next_page_token };
  });
}

const mapOf = <Value>(pairs: readonly { key?: string; value?: Value }[]): Record<string, Value | undefined> =>
  Object.fromEntries(pairs.map(({ key, value }) => [key ?? "", value]));
