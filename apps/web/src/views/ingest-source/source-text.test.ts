import type { IngestFault, IngestSource } from "@spanloom/wire";
import { expect, test } from "vitest";
import { faultCount, lastLoss, sentAs, sourceDetails, sourceName } from "./source-text.ts";

const source = (more: Partial<IngestSource>) =>
  ({
    service: "",
    sdk: "",
    agent: "",
    is_other: false,
    signal: "traces",
    form: "grpc",
    faults: [],
    ...more,
  }) as IngestSource;

test.each([
  [{ service: "shop", sdk: "opentelemetry (go)", agent: "OTel/1" }, "shop", "opentelemetry (go) · OTel/1"],
  [{ sdk: "my-scope", agent: "OTel/1" }, "my-scope", "OTel/1"],
  [{ agent: "curl/8" }, "curl/8", ""],
  [{}, "Unknown sender", ""],
  [{ is_other: true }, "Other sources", "all that came after the first 500 of an hour"],
])("a source %j is called %s", (more, name, details) => {
  expect([sourceName(source(more)), sourceDetails(source(more))]).toEqual([name, details]);
});

test("how it sends is said by signal and form", () => {
  expect(sentAs(source({}))).toBe("spans, grpc");
  expect(sentAs(source({ signal: "logs", form: "http/json" }))).toBe("log records, http/json");
  expect(sentAs(source({ signal: "other", form: "http" }))).toBe("another path, http");
  expect(sentAs(source({ form: "api" }))).toBe("spans, MLflow's API");
});

const fault = (outcome: string, status = 0, count = 1) => ({ outcome, status, count }) as IngestFault;

test("what was only changed is no loss", () => {
  const refused = fault("refused", 413);
  expect(lastLoss(source({ faults: [fault("changed"), refused, fault("rejected")] }))).toBe(refused);
  expect(lastLoss(source({ faults: [fault("changed")] }))).toBeUndefined();
});

test("a fault says what and how often", () => {
  expect(faultCount(fault("refused", 413), "1")).toBe("1 request refused with 413");
  expect(faultCount(fault("refused", 0, 2), "2")).toBe("2 requests refused");
  expect(faultCount(fault("rejected", 0, 7), "7")).toBe("7 rejected");
});
