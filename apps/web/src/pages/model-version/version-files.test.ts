import { expect, test } from "vitest";
import { filesOf } from "./version-files.ts";

const logged = (id: string) => ({ owner: { kind: "logged-model", id }, path: "" });
const ofRun = (id: string, path: string) => ({ owner: { kind: "run", id }, path });

test.each([
  [{ source: "models:/m-1" }, logged("m-1")],
  [{ source: "mlflow-artifacts:/0/models/m-1/artifacts/", model_id: "m-1" }, logged("m-1")],
  [{ source: "runs:/abc/model/inner/" }, ofRun("abc", "model/inner")],
  [{ source: "runs:/abc" }, ofRun("abc", "")],
  [{ source: "mlflow-artifacts:/0/abc/artifacts/model", run_id: "abc" }, ofRun("abc", "model")],
  [{ source: "mlflow-artifacts:/0/abc/artifacts/model", run_id: "other" }, undefined],
  [{ source: "models:/other/3" }, undefined],
  [{ source: "s3://bucket/somewhere", run_id: "abc" }, undefined],
  [{}, undefined],
])("the files of a version from %j", (version, files) => {
  expect(filesOf({ name: "bot", version: "1", ...version })).toEqual(files);
});
