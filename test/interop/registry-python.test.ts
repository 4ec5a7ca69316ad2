import { expect, test } from "vitest";
import { describeClients } from "../harness/mlflow-clients.ts";

/**
 * The model registry through MLflow's released Python clients. `python/mlflow_registry.py` does what an application does;
 * what is expected here is what the same script prints against MLflow's own server of 3.17.2.
 */
describeClients(
  "The model registry of MLflow's Python client",
  "mlflow_registry.py",
  { MLFLOW_TRACKING_USERNAME: "ida", MLFLOW_TRACKING_PASSWORD: "no account has this" },
  ({ marker, url, seen }) => {
    test("models are made, changed, tagged, renamed and removed", () => {
      expect(seen("models")).toEqual({
        made: ["first words", { team: "growth" }],
        model: ["last words", { team: "support" }, []],
        duplicate: failed("RESOURCE_ALREADY_EXISTS", "Registered Model (name=model) already exists."),
        renamed: ["last words", { team: "support" }],
        "old name": failed("RESOURCE_DOES_NOT_EXIST", "Registered Model with name=model not found"),
        deleted: failed("RESOURCE_DOES_NOT_EXIST", "Registered Model with name=renamed not found"),
        slash: failed("INVALID_PARAMETER_VALUE", "Invalid model name 'a/b'. Names cannot contain '/' or ':'."),
      });
    });

    test("a model that a run logged is registered, loaded, and knows its versions", () => {
      expect(seen("from_run")).toEqual({
        versions: ["1", "2"],
        tags: { k: "v" },
        "same run": true,
        prediction: 10,
        "as function": 10,
        "known to the logged model": [
          ["from run", 1],
          ["from run", 2],
        ],
      });
    });

    test("a logged model is registered by its id, and at once with log_model", () => {
      expect(seen("from_logged_model")).toEqual({
        version: "1",
        "same run": true,
        source: true,
        download: true,
        files: ["MLmodel", "requirements.txt"],
        "at once": "1",
      });
    });

    test("a run's own files can be a source, and nobody else's", () => {
      expect(seen("from_artifacts")).toEqual({
        source: true,
        text: "hello",
        "another's files": "INVALID_PARAMETER_VALUE",
        "the disk": "INVALID_PARAMETER_VALUE",
        "out of the root": "INVALID_PARAMETER_VALUE",
        "a host": "INVALID_PARAMETER_VALUE",
      });
    });

    test("aliases", () => {
      expect(seen("aliases")).toEqual({
        "of the model": { challenger: "2", champion: "2" },
        "of the version": ["challenger", "champion"],
        latest: "3",
        left: true,
        unknown: failed("INVALID_PARAMETER_VALUE", "Registered model alias challenger not found."),
        reserved: "INVALID_PARAMETER_VALUE",
        "a number": "INVALID_PARAMETER_VALUE",
        "no version": failed("RESOURCE_DOES_NOT_EXIST", "Model Version (name=aliases, version=9) not found"),
      });
    });

    test("stages, for those who still have them", () => {
      expect(seen("stages")).toEqual({
        moved: ["Archived", "Production", "None"],
        latest: { Archived: "1", Production: "2", None: "3" },
        "of one stage": ["2"],
        bogus: "INVALID_PARAMETER_VALUE",
      });
    });

    test("versions are made, described, tagged and removed", () => {
      const version = { name: "versions", version: "1", stage: "None", aliases: [], status: "READY" };
      expect(seen("versions")).toEqual({
        made: { ...version, description: "d", tags: { k: "v" } },
        read: { ...version, description: "e", tags: { l: "w" } },
        numbers: ["2", "3"],
        deleted: failed("RESOURCE_DOES_NOT_EXIST", "Model Version (name=versions, version=2) not found"),
        "no number": failed("INVALID_PARAMETER_VALUE", "Parameter 'version' must be an integer, got 'abc'."),
        "no model": "RESOURCE_DOES_NOT_EXIST",
      });
    });

    test("copies, and copies of copies, lead to the same files and the same run", async () => {
      expect(seen("copies")).toEqual({
        copy: ["1", { k: "v" }, true],
        source: true,
        second: [true, true],
        prediction: 10,
        missing: "INTERNAL_ERROR", // the client's own words around our 404
      });
      const lineage = await ours(`registered-models/${encodeURIComponent(`copy ${marker}`)}/versions/1/lineage`);
      expect(lineage).toMatchObject({
        copied_from: { name: `original ${marker}`, version: "1", aliases: ["best"] },
        copies: [{ name: `copy of the copy ${marker}`, version: "1" }],
        run: { lifecycle_stage: "active" },
        logged_model: { name: "model", lifecycle_stage: "active" },
      });
    });

    test("search", () => {
      expect(seen("search")).toEqual({
        pages: [["e", "d"], ["c", "b"], ["a"]],
        "by tag": [2, 4],
        "by number": [3, 4],
        "newest first": [4, 3, 2, 1],
        in: ["a", "c"],
        nothing: [],
        wrong: "INVALID_PARAMETER_VALUE",
      });
    });

    test("versions made by 16 threads at once have consecutive numbers", () => {
      expect(seen("parallel")).toEqual({ numbers: true });
    });

    test("the history names who set which alias when", async () => {
      const path = `registered-models/${encodeURIComponent(`aliases ${marker}`)}/history?alias=champion`;
      expect((await ours(path)).changes).toMatchObject([
        { kind: "alias", alias: "champion", old_value: "1", new_value: "2", changed_by: "ida" },
        { kind: "alias", alias: "champion", old_value: "", new_value: "1", changed_by: "ida" },
      ]);
    });

    async function ours(path: string) {
      const response = await fetch(`${url()}/api/spanloom/v1/${path}`);
      // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
      return (await response.json()) as any;
    }
  },
);

const failed = (code: string, message: string) => ({ code, message: `${code}: ${message}` });
