import { routeTable } from "@spanloom/wire";
import { describe, expect, test } from "vitest";
import { createRest, isRepeatable } from "./rest.ts";
import { createTransport } from "./transport.ts";

/** A client whose server answers with `{}`, and the requests that it got. */
function recorded() {
  const requests: Request[] = [];
  const fetch = async (...request: Parameters<typeof globalThis.fetch>) => {
    requests.push(new Request(...request));
    return new Response("{}");
  };
  return { rest: createRest(createTransport({ url: "http://host/prefix/", fetch })), requests };
}

test("every endpoint that the server has can be called", () => {
  const callable = Object.entries(routeTable).filter(([, row]) => !("unserved" in row) && !("http" in row));
  expect(Object.keys(recorded().rest).sort()).toEqual(callable.map(([name]) => name).sort());
});

describe("requests", () => {
  test("messages go as JSON, numbers that are none as texts and long integers as numbers", async () => {
    const { rest, requests } = recorded();
    const metrics = [{ key: "m", value: Number.NaN, timestamp: 1, step: 2n ** 60n + 1n }];
    await rest.logBatch({ run_id: "r", metrics });
    expect(requests[0]?.url).toBe("http://host/prefix/api/2.0/mlflow/runs/log-batch");
    expect(requests[0]?.headers.get("content-type")).toBe("application/json");
    expect(await requests[0]?.text()).toBe(
      '{"run_id":"r","metrics":[{"key":"m","value":"NaN","timestamp":1,"step":1152921504606846977}]}',
    );
  });

  test("bytes go as they are, what names them in the path or the query", async () => {
    const { rest, requests } = recorded();
    await rest.uploadArtifact({ artifact_path: "1/a b" }, { body: "bytes", headers: { "content-type": "text/x" } });
    expect(requests[0]?.url).toBe("http://host/prefix/api/2.0/mlflow-artifacts/artifacts/1/a%20b");
    expect(requests[0]?.method).toBe("PUT");
    expect(await requests[0]?.text()).toBe("bytes");
    await rest.uploadRunArtifact({ run_uuid: "r", path: "a&b" }, { body: "x" });
    expect(requests[1]?.url).toBe("http://host/prefix/ajax-api/2.0/mlflow/upload-artifact?run_uuid=r&path=a%26b");
    expect(requests[1]?.method).toBe("POST");
  });

  test("a value that would name another endpoint is refused, and nothing is sent", async () => {
    const { rest, requests } = recorded();
    await expect(rest.deleteLoggedModel({ model_id: ".." })).rejects.toMatchObject({ code: "INVALID_PARAMETER_VALUE" });
    expect(requests).toEqual([]);
  });
});

test("what makes something new is sent once only", () => {
  const once = Object.entries(routeTable)
    .filter(([name, row]) => !("unserved" in row) && !("http" in row) && !isRepeatable(name))
    .map(([name]) => name);
  expect(once.sort()).toEqual([
    "createAssessment",
    "createDataset",
    "createExperiment",
    "createIssue",
    "createLabelSchema",
    "createLoggedModel",
    "createModelVersion",
    "createMultipartUpload",
    "createPresignedDownloadUrl",
    "createPresignedUploadUrl",
    "createRegisteredModel",
    "createReviewQueue",
    "createRun",
    "createWebhook",
    "logLoggedModelParams",
    "logModel",
    "logOutputs",
    "registerScorer",
    "startTrace",
    "testWebhook",
  ]);
});
