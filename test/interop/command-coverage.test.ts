import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { describeWith } from "../harness/requires.ts";

/** MLflow's commands for whoever runs a server. The others are clients, and work with this server as they are. */
const groups = ["server", "gc", "db", "experiments", "runs"];

/** Where an option has another name here, which the reference uses; MLflow's is taken as well. */
const otherNames = ["server --cors-allowed-origins"];

/** -h is --help here, as with every command but this one of MLflow's. */
const otherMeanings = ["server -h"];

/** The reference is made from the tables that the command line runs on. */
const reference = readFileSync(new URL("../../docs/reference/options.md", import.meta.url), "utf8");
const [here = "", leftOut = ""] = reference.split("\n## What MLflow has, and this has not\n");
const [ofServer = "", ...ofCommands] = here.split("\n### spanloom ");
const ownOptions = new Map([
  ["server", flagsOf(ofServer)],
  ["db upgrade", flagsOf(ofServer)],
  ...ofCommands.map((part): [string, string[]] => [part.slice(0, part.indexOf("\n")), flagsOf(part)]),
]);
const refused: readonly string[] = leftOut.match(/(?<=^\| `)[^`]+/gm) ?? [];

function flagsOf(part: string): string[] {
  const rows = part.match(/^\| `-[^`]*`/gm) ?? [];
  return rows.flatMap((row) => row.match(/(?<=[\s`])--?[a-z][a-z-]*/g) ?? []);
}

describeWith(["python"], "the commands of MLflow 3.17.2", () => {
  test("are here with their options, or left out with a reason", { timeout: 60_000 }, async () => {
    const all = await runMlflowScript<Record<string, string[]>>("python", "mlflow_commands.py", []);
    const theirs = Object.entries(all).filter(([name]) => groups.includes(name.split(" ", 1)[0]!));
    expect(theirs.length).toBeGreaterThan(15);
    const missing = theirs.flatMap(([name, flags]) => {
      const own = ownOptions.get(name);
      if (own === undefined) return refused.includes(name) ? [] : [name];
      return flags.filter((flag) => ![...own, ...refused].includes(flag)).map((flag) => `${name} ${flag}`);
    });
    expect(missing.sort()).toEqual([...otherMeanings, ...otherNames].sort());
    const known = theirs.flatMap(([name, flags]) => [name, ...flags]);
    expect(refused.filter((name) => !known.includes(name) || ownOptions.has(name))).toEqual([]);
  });
});
