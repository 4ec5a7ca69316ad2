import { describe, expect, test } from "vitest";
import { type InitOptions, resolveConfig } from "./config.ts";
import type { Environment } from "./environment.ts";

describe("where spans go", () => {
  test.each<[name: string, options: InitOptions, env: Environment, url: string, tracesUrl: string]>([
    ["nobody says", {}, {}, "http://localhost:5000", "http://localhost:5000/v1/traces"],
    ["url", { url: "http://a:1" }, { SPANLOOM_URL: "http://b:1" }, "http://a:1", "http://a:1/v1/traces"],
    ["a path and a slash", { url: "https://a/ml//" }, {}, "https://a/ml", "https://a/ml/v1/traces"],
    ["the whole address", { url: "https://a/ml/v1/traces" }, {}, "https://a/ml", "https://a/ml/v1/traces"],
    ["trackingUri", { trackingUri: "http://a:1" }, {}, "http://a:1", "http://a:1/v1/traces"],
    [
      "the order of variables",
      {},
      { SPANLOOM_URL: "http://a", MLFLOW_TRACKING_URI: "http://b" },
      "http://a",
      "http://a/v1/traces",
    ],
    [
      "an empty variable is none",
      {},
      { SPANLOOM_URL: " ", MLFLOW_TRACKING_URI: "http://b" },
      "http://b",
      "http://b/v1/traces",
    ],
    [
      "MLflow's stores that are no server",
      {},
      { MLFLOW_TRACKING_URI: "sqlite:///x.db" },
      "http://localhost:5000",
      "http://localhost:5000/v1/traces",
    ],
    [
      "OpenTelemetry's base",
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318/" },
      "http://c:4318",
      "http://c:4318/v1/traces",
    ],
    [
      "OpenTelemetry's exact address",
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c:4318", OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://d/in?key=1" },
      "http://c:4318",
      "http://d/in?key=1",
    ],
    [
      "ours wins over OpenTelemetry's",
      {},
      { SPANLOOM_URL: "http://a", OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://d/in" },
      "http://a",
      "http://a/v1/traces",
    ],
    ["an exact address of ours", { url: "http://a", tracesUrl: "http://u:p@d/in" }, {}, "http://a", "http://d/in"],
    ["what is no address", { url: "not a url" }, {}, "http://localhost:5000", "http://localhost:5000/v1/traces"],
    ["what is no text", { url: 5 as never }, { SPANLOOM_URL: "http://b" }, "http://b", "http://b/v1/traces"],
  ])("%s", (_, options, env, url, tracesUrl) => {
    expect(resolve(options, env)).toMatchObject({ url, tracesUrl });
  });
});

describe("who it says it is", () => {
  test.each<[name: string, options: InitOptions, env: Environment, headers: Record<string, string>]>([
    ["nobody", {}, {}, {}],
    ["a user in the address", { url: "http://ada:p%40ss@a" }, {}, { authorization: "Basic YWRhOnBAc3M=" }],
    ["MLflow's token", {}, { MLFLOW_TRACKING_TOKEN: "t" }, { authorization: "Bearer t" }],
    [
      "MLflow's user and password",
      {},
      { MLFLOW_TRACKING_USERNAME: "ada", MLFLOW_TRACKING_PASSWORD: "p:ö" },
      { authorization: "Basic YWRhOnA6w7Y=" },
    ],
    ["a token wins over a user", { token: "t" }, { MLFLOW_TRACKING_USERNAME: "ada" }, { authorization: "Bearer t" }],
    ["a header wins over all", { headers: { Authorization: "x" }, token: "t" }, {}, { authorization: "x" }],
    ["headers of a variable", {}, { SPANLOOM_HEADERS: "x-tenant=a%20b, y=1" }, { "x-tenant": "a b", y: "1" }],
    [
      "OpenTelemetry's headers go to OpenTelemetry's address",
      {},
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://c", OTEL_EXPORTER_OTLP_HEADERS: "api-key=1", MLFLOW_TRACKING_TOKEN: "t" },
      { "api-key": "1" },
    ],
    ["and to no other", { url: "http://a" }, { OTEL_EXPORTER_OTLP_HEADERS: "api-key=1" }, {}],
  ])("%s", (_, options, env, headers) => {
    expect(resolve(options, env).headers).toEqual(headers);
  });
});

describe("values of variables", () => {
  test.each<[env: Environment, config: Record<string, unknown>]>([
    [{ OTEL_SDK_DISABLED: "TRUE" }, { enabled: false }],
    [{ SPANLOOM_ENABLED: "0" }, { enabled: false }],
    [{ SPANLOOM_CAPTURE_CONTENT: "false" }, { captureContent: false }],
    [{ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "false" }, { captureContent: false }],
    [{ OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "SPAN_ONLY" }, { captureContent: true }],
    [
      { SPANLOOM_CAPTURE_CONTENT: "true", OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "false" },
      { captureContent: true },
    ],
    [{ SPANLOOM_SAMPLE_RATE: "0.25" }, { sampleRate: 0.25 }],
    [{ SPANLOOM_SAMPLE_RATE: "2", MLFLOW_TRACE_SAMPLING_RATIO: "0.5" }, { sampleRate: 0.5 }],
    [{ SPANLOOM_QUEUE_SIZE: "many" }, { queueSize: 8192 }],
    [{ SPANLOOM_PROVIDER: "global" }, { provider: "global" }],
    [
      { MLFLOW_EXPERIMENT_NAME: "a", MLFLOW_EXPERIMENT_ID: "1" },
      { experiment: "a", experimentId: "1" },
    ],
    [{ OTEL_RESOURCE_ATTRIBUTES: "a=1,b=x%2Cy,broken" }, { resourceAttributes: { a: "1", b: "x,y" } }],
  ])("%j", (env, config) => {
    expect(resolve({}, env)).toMatchObject(config);
  });

  test("a wrong value is told of without being shown", () => {
    const told: string[] = [];
    resolveConfig({ token: {} as never }, (problem) => told.push(problem), { SPANLOOM_SAMPLE_RATE: "secret" });
    expect(told).toEqual([
      "The option token cannot be a value of type object; it is passed over.",
      "The variable SPANLOOM_SAMPLE_RATE cannot be a text of 6 characters; it is passed over.",
    ]);
  });
});

function resolve(options: InitOptions, env: Environment) {
  return resolveConfig(options, () => undefined, env);
}
