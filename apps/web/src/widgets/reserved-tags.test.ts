import { describe, expect, test } from "vitest";
import { ownTags, whyReserved } from "./reserved-tags.ts";

describe("tags of the reader's own", () => {
  test("are those that neither MLflow nor the app keeps for itself", () => {
    const tags = { team: "red", "mlflow.note.content": "x", _mlflow_prompt_type: "chat", "spanloom.sample": "1" };
    expect(ownTags({ ...tags, mlflow: "kept", "my.mlflow.tag": "kept" })).toEqual({
      team: "red",
      mlflow: "kept",
      "my.mlflow.tag": "kept",
    });
  });

  test.each([
    [
      "mlflow.note",
      "Keys that begin with “mlflow.” are kept for MLflow and not shown here. Call it “note”, for example.",
    ],
    [
      "spanloom.x",
      "Keys that begin with “spanloom.” are kept for Spanloom and not shown here. Call it “x”, for example.",
    ],
    ["mlflow.", "Keys that begin with “mlflow.” are kept for MLflow and not shown here."],
    ["mlflow.mlflow.x", "Keys that begin with “mlflow.” are kept for MLflow and not shown here."],
    ["note", undefined],
    ["__proto__", undefined],
    ["MLflow.note", undefined],
  ])("a new one called %j: %j", (key, why) => {
    expect(whyReserved(key)).toBe(why);
  });
});
