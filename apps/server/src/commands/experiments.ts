import { writeFileSync } from "node:fs";
import type { Experiment } from "@spanloom/wire";
import { UsageError } from "../config/load.ts";
import { option } from "../config/option.ts";
import { choice, text, wholeNumber } from "../config/values.ts";
import { type Ask, asks, everyPage, requiredText, table } from "./ask.ts";
import type { Command } from "./commands.ts";
import { runsOf } from "./runs.ts";
import { runsCsv } from "./runs-csv.ts";

const experimentId = requiredText("x", "The experiment's id.");
const view = option({
  kind: choice("active_only", "deleted_only", "all"),
  default: "active_only",
  letter: "v",
  flagOnly: true,
  help: "Which ones, by their stage.",
});

const search = asks(
  "Lists experiments.",
  {
    view,
    maxResults: option({
      kind: wholeNumber(0, 1_000_000),
      default: 0,
      defaultText: "all",
      flagOnly: true,
      help: "How many at most.",
    }),
  },
  async (ask, chosen) => {
    const all = await everyPage<Experiment>(async (page_token) => {
      const fields = { view_type: chosen.view.toUpperCase(), max_results: 1000, page_token };
      const answer = await ask<{ experiments?: Experiment[]; next_page_token?: string }>(
        "POST",
        "experiments/search",
        fields,
      );
      return { items: answer.experiments, next: answer.next_page_token };
    });
    const some = chosen.maxResults === 0 ? all : all.slice(0, chosen.maxResults);
    return table(
      ["Experiment Id", "Name", "Artifact Location"],
      some.map((each) => [each.experiment_id ?? "", each.name ?? "", each.artifact_location ?? ""]),
    );
  },
);

export const experimentCommands: Readonly<Record<string, Command>> = {
  "experiments create": asks(
    "Makes an experiment.",
    {
      experimentName: requiredText("n", "Its name, which must be new."),
      artifactLocation: option({
        kind: text,
        default: "",
        defaultText: "a directory of its own below --default-artifact-root",
        letter: "l",
        flagOnly: true,
        help: "Where its runs keep their files.",
      }),
    },
    async (ask, { experimentName, artifactLocation }) => {
      const fields = { name: experimentName, artifact_location: artifactLocation || undefined };
      const made = await ask<{ experiment_id: string }>("POST", "experiments/create", fields);
      return `Created experiment '${experimentName}' with id ${made.experiment_id}`;
    },
  ),
  "experiments search": search,
  "experiments list": search,
  "experiments get": asks(
    "Shows an experiment, by its id or its name.",
    {
      experimentId: option({ ...experimentId, required: undefined }),
      experimentName: option({ kind: text, default: "", letter: "n", flagOnly: true, help: "Its name." }),
      output: option({ kind: choice("table", "json"), default: "table", flagOnly: true, help: "How it is written." }),
    },
    async (ask, chosen) => {
      const experiment = await findExperiment(ask, chosen);
      if (chosen.output === "json") return JSON.stringify(experiment, undefined, 2);
      const facts = {
        "Experiment ID": experiment.experiment_id,
        Name: experiment.name,
        "Artifact Location": experiment.artifact_location,
        "Lifecycle Stage": experiment.lifecycle_stage,
        "Creation Time": experiment.creation_time,
        "Last Update Time": experiment.last_update_time,
        Tags: (experiment.tags ?? []).map(({ key, value }) => `${key}=${value}`).join(", "),
      };
      return Object.entries(facts)
        .map(([name, value]) => `${name.padEnd(19)}: ${value ?? ""}`)
        .join("\n");
    },
  ),
  "experiments rename": asks(
    "Gives an experiment another name.",
    { experimentId, newName: requiredText(undefined, "The name, which must be new.") },
    async (ask, { experimentId, newName }) => {
      await ask("POST", "experiments/update", { experiment_id: experimentId, new_name: newName });
      return `Experiment with id ${experimentId} has been renamed to '${newName}'.`;
    },
  ),
  "experiments delete": asks(
    "Deletes an experiment with its runs; 'experiments restore' brings them back until 'gc' removes them.",
    { experimentId },
    async (ask, { experimentId }) => {
      await ask("POST", "experiments/delete", { experiment_id: experimentId });
      return `Experiment with ID ${experimentId} has been deleted.`;
    },
  ),
  "experiments restore": asks("Brings a deleted experiment back.", { experimentId }, async (ask, { experimentId }) => {
    await ask("POST", "experiments/restore", { experiment_id: experimentId });
    return `Experiment with id ${experimentId} has been restored.`;
  }),
  "experiments csv": asks(
    "Writes all runs of an experiment as CSV.",
    {
      experimentId,
      filename: option({
        kind: text,
        default: "",
        defaultText: "standard output",
        letter: "o",
        flagOnly: true,
        help: "The file to write.",
      }),
    },
    async (ask, { experimentId, filename }) => {
      const csv = runsCsv(await runsOf(ask, experimentId, "active_only"));
      if (filename === "") return csv;
      writeFileSync(filename, csv);
      return `Experiment with ID ${experimentId} has been exported as a CSV to file: ${filename}.`;
    },
  ),
};

async function findExperiment(
  ask: Ask,
  { experimentId, experimentName }: { experimentId: string; experimentName: string },
): Promise<Experiment> {
  if ((experimentId === "") === (experimentName === ""))
    throw new UsageError("Name the experiment by --experiment-id or by --experiment-name.");
  const { experiment } =
    experimentId === ""
      ? await ask<{ experiment: Experiment }>("GET", "experiments/get-by-name", { experiment_name: experimentName })
      : await ask<{ experiment: Experiment }>("GET", "experiments/get", { experiment_id: experimentId });
  return experiment;
}
