import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startMlflowServer } from "../harness/mlflow-server.ts";
import { describeWith } from "../harness/requires.ts";
import { startServer } from "../harness/server.ts";
import { askOddly, type OddCall, type Seeded, seedOddCalls } from "./odd-calls/ask.ts";
import oddCalls from "./odd-calls/calls.json" with { type: "json" };
import { artifactCalls, askRaw, badNames, outwardPaths } from "./odd-calls/hostile-paths.ts";
import { type Answer, ask, type Question, type Resource } from "./search-corpus/ask.ts";
import datasets from "./search-corpus/cases/datasets.json" with { type: "json" };
import experiments from "./search-corpus/cases/experiments.json" with { type: "json" };
import models from "./search-corpus/cases/models.json" with { type: "json" };
import registered from "./search-corpus/cases/registered.json" with { type: "json" };
import runs from "./search-corpus/cases/runs.json" with { type: "json" };
import versions from "./search-corpus/cases/versions.json" with { type: "json" };
import { type Rest, restOf } from "./search-corpus/rest.ts";
import { type Names, seed } from "./search-corpus/seed.ts";

/**
 * Searches and what they find, in order, or the code they are refused with. Both servers are asked for all of it, so what
 * is expected of this one is what MLflow 3.17.2 answers. Where it is not, the case has MLflow's answer and the reason.
 */
interface Case extends Question, Answer {
  readonly mlflow?: Answer;
  readonly because?: string;
}

const corpus = { experiments, runs, models, registered, versions, datasets } as Readonly<Record<Resource, Case[]>>;

interface Answering {
  readonly url: string;
  dispose(): Promise<void>;
}

describe("Spanloom", () =>
  searches({
    start: startServer,
    expectedOf: (each) => each,
    answerOf: ({ answer }) => answer,
    refused: { paths: [...outwardPaths, ...badNames], codes: ["INVALID_PARAMETER_VALUE"] },
    walksAll: true,
  }));

describeWith(["python"], "MLflow 3.17.2", () =>
  searches({
    start: startMlflowServer,
    expectedOf: (each) => each.mlflow ?? each,
    answerOf: ({ answer, mlflow }) => mlflow ?? answer,
    // Some of its routes send who asks with two slashes to the same place with one.
    refused: { paths: outwardPaths, codes: ["INVALID_PARAMETER_VALUE", "308"] },
    walksAll: false,
  }),
);

interface Side {
  start(): Promise<Answering>;
  expectedOf(each: Case): Answer;
  answerOf(call: OddCall): string;
  /** The paths of artifacts that every route refuses, and with what. */
  readonly refused: { readonly paths: readonly string[]; readonly codes: readonly string[] };
  /** Whether every search is also made page by page, or only those that say something of the order. */
  readonly walksAll: boolean;
}

function searches({ start, expectedOf, answerOf, refused, walksAll }: Side): void {
  let server: Answering;
  let rest: Rest;
  let names: Names;

  beforeAll(async () => {
    server = await start();
    rest = restOf(server.url);
    names = await seed(rest);
  });
  afterAll(() => server?.dispose());

  describe.each(Object.entries(corpus))("%s", (resource, cases) => {
    test.each(cases.map((each) => [nameOf(each), each] as const))("%s", async (_name, each) => {
      const { finds, refused } = expectedOf(each);
      const expected = refused === undefined ? { finds } : { refused };
      expect(await ask(rest, names, resource as Resource, each)).toEqual(expected);
      // Two at a time, page after page, gives the same.
      const walks = walksAll || each.order !== undefined || each.filter === undefined;
      if (walks && finds !== undefined && finds.length > 2) {
        expect(await ask(rest, names, resource as Resource, each, 2)).toEqual(expected);
      }
    });
  });

  // Wrong types, sizes, ids and orders of things. In this order: some change what later ones meet.
  describe("odd calls", () => {
    let seeded: Seeded;
    beforeAll(async () => {
      seeded = await seedOddCalls(server.url);
    });
    test.each(Object.entries(artifactCalls))("no path leads out of the artifacts' root: %s", async (_, call) => {
      const taken: [path: string, code: string][] = [];
      for (const path of refused.paths) {
        const { code } = await askRaw(server.url, call(path, seeded));
        if (!refused.codes.includes(code)) taken.push([path, code]);
      }
      expect(taken).toEqual([]);
    });
    test.each((oddCalls as OddCall[]).map((call, at) => [`${at} ${call.call}`, call] as const))(
      "%s",
      async (_, call) => {
        expect(await askOddly(server.url, seeded, call)).toBe(answerOf(call));
      },
    );
  });
}

function nameOf({ finds, refused, mlflow, because, ...question }: Case): string {
  return JSON.stringify(question);
}
