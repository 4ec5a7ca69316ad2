import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { type MlflowServer, startMlflowServer } from "../harness/mlflow-server.ts";
import { describeWith, type Tool } from "../harness/requires.ts";
import { startServer, type TestServer } from "../harness/server.ts";

/**
 * Every public method of the released client and the functions beside it, called some 2,000 times: as they are meant, and
 * with what a user may get wrong. What comes of it here is what comes of it at MLflow's own server of 3.17.2, but for the
 * differences below.
 */
interface Calls {
  /** By the name of the call: what it resolved to, or `{refused: code}`. */
  readonly calls: Readonly<Record<string, unknown>>;
}

/** Where the answer is another and should be, and why. */
type Differences = readonly [calls: RegExp, because: string][];

const ofMethods: Differences = [
  [/ space$/, "a search of blanks only looks for nothing and finds everything; ids of blanks are refused"],
  [/ (tag|param|key|name|digest|order)s? empty$/, "an empty key or name names nothing, and is refused"],
  [/^delete_logged_model_tag empty$/, "its path is known here and has no key; there it is another path, and unknown"],
  [/ long$/, "SQLite keeps more than the columns of MLflow's schema say, which are the limits here"],
  [/^search_prompts order$/, "there the name of 9,000 characters is among the prompts"],
  [/^get_registered_model other$/, "there the version whose run's id has 9,000 characters was made"],
  [
    / (inputs of the run|get_logged_model after all)|^(inputs of the run|get_logged_model after all)$/,
    "there the empty and the long keys are kept",
  ],
  [
    /^(log_metric timestamp \d{16,}|get_metric_history of stamp)$/,
    "no point is later than 2^53 milliseconds, in the year 287396",
  ],
  [
    / token of another( filter| order)?$| token after the end$/,
    "a token says where the page ended, not how many rows were before; one of another search is refused",
  ],
  [/^log_outputs nothing$/, "no output is no error, as no input is none"],
  [
    /^log_outputs (again|other step)$|^get_run with models$/,
    "an output again changes nothing, and a model may be the output of several steps: there the database refuses both",
  ],
  [/^list_artifacts 'dir'$/, "an empty file has the size 0; MLflow does not say"],
  [
    /^search_logged_models on \[\{'dataset_name': 'd'\}\]$/,
    "a dataset without a digest is every dataset of its name, as the client documents; MLflow looks for an empty digest",
  ],
  [/^search_(logged_models|registered_models|prompts) (0|-1|zero)$/, "a page of nothing has no end"],
  [/^search_prompt_versions$/, "aliases of versions that were searched for are there, too"],
  [/^log_(feedback|expectation) 4$/, "JSON has no -0"],
  [/^assessments$/, "there the one whose name has 9,000 characters is kept"],
  [
    /^(create_dataset in|search_datasets in|(add|remove)_dataset_\w+) (empty|unicode|quote|nul)$/,
    "an id of an experiment is a number, for datasets as elsewhere",
  ],
  [
    /^(add|remove)_dataset_\w+$|^search_datasets( filter)?$/,
    "an experiment that is named twice is added once; there the database refuses it",
  ],
  [
    /^create_webhook twice an event$|^list_webhooks( 0)?$/,
    "an event that is named twice counts once; there the database refuses it",
  ],
];

const ofFunctions: Differences = [
  [/^create_label_schema bounds nan$/, "a bound that is no number is none"],
  [/^list_label_schemas$/, "there the one with such a bound is listed"],
  [/_scorer(_versions)? long$/, "SQLite keeps more than the columns of MLflow's schema say, which are the limits here"],
  [/^search_issues space$/, "a search of blanks only looks for nothing and finds everything"],
  [/^query_trace_metrics interval zero$/, "no time can be cut into intervals of no length"],
  [/^calculate_trace_filter_correlation( base)?$/, "the last digits of a double"],
  [/^calculate_trace_filter_correlation wrong$/, "a word alone is looked for in texts"],
  [/^batch_get_trace(s|_infos) none$/, "of no ids there are no traces"],
];

/** Methods of what this server leaves out, see the table of endpoints. */
const leftOut = /_mcp_|_workspaces?$|^get_workspace_store_uri$/;

describeWith(["python", "python38"], "every method of the Python client", () => {
  let server: TestServer;
  let mlflow: MlflowServer;
  beforeEach(async () => {
    [server, mlflow] = await Promise.all([startServer(), startMlflowServer()]);
  });
  afterEach(() => Promise.all([server?.dispose(), mlflow?.dispose()]));

  /** What the calls of the subjects gave at both servers, compared. Resolves to what it saw here. */
  async function compare<Seen extends Calls>(tool: Tool, subjects: string, differences: Differences): Promise<Seen> {
    const run = (url: string) => runMlflowScript<Seen>(tool, "mlflow_every_call.py", [url, subjects], env);
    const [ours, theirs] = await Promise.all([run(server.url), run(mlflow.url)]);
    const names = Object.keys(theirs.calls);
    expect(Object.keys(ours.calls)).toEqual(names);
    const other = names.filter((name) => !isSame(ours.calls[name], theirs.calls[name]));
    const unexplained = other.filter((name) => !differences.some(([calls]) => calls.test(name)));
    expect(unexplained.map((name) => ({ name, ours: ours.calls[name], mlflow: theirs.calls[name] }))).toEqual([]);
    // The older client does not make every call.
    if (tool === "python") expect(differences.filter(([calls]) => !other.some((name) => calls.test(name)))).toEqual([]);
    return ours;
  }

  test.each<[version: string, tool: Tool, least: number]>([
    ["3.17.2", "python", 1_600],
    ["3.8.1", "python38", 1_500],
  ])("the methods of %s answer as at MLflow's server", { timeout: 600_000 }, async (_, tool, least) => {
    const { calls, called, ...seen } = await compare<Calls & { called: string[]; public: string[] }>(
      tool,
      "every_method",
      ofMethods,
    );
    expect(Object.keys(calls).length).toBeGreaterThan(least);
    expect(seen.public.filter((name) => !called.includes(name) && !leftOut.test(name))).toEqual([]);
    // A thing in the wrong state is MLflow's INVALID_STATE, which is a 500.
    expect(refusedWith("500", calls)).toEqual(["rename_experiment deleted"]);
  });

  test("the functions beside them answer as at MLflow's server", { timeout: 600_000 }, async () => {
    const { calls } = await compare<Calls>("python", "every_function", ofFunctions);
    expect(Object.keys(calls).length).toBeGreaterThan(400);
    expect(refusedWith("500", calls)).toEqual([]);
  });
});

/** A 500 is asked for again, without the pauses between. */
const env = {
  GIT_PYTHON_REFRESH: "quiet",
  MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR: "0",
  MLFLOW_HTTP_REQUEST_BACKOFF_JITTER: "0",
};

function refusedWith(code: string, calls: Calls["calls"]): string[] {
  return Object.keys(calls).filter((name) => codeOf(calls[name]) === code);
}

/** Where MLflow's database or code fails, a code that says what was wrong with the call is as good. */
function isSame(ours: unknown, theirs: unknown): boolean {
  const [here, there] = [codeOf(ours), codeOf(theirs)];
  if (here !== undefined && /^(500|INTERNAL_ERROR|BAD_REQUEST)$/.test(there ?? "")) return true;
  return isDeepStrictEqual(ours, theirs);
}

function codeOf(outcome: unknown): string | undefined {
  const { refused } = (outcome ?? {}) as { readonly refused?: string };
  return refused;
}
