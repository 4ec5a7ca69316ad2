import { describe, expect, test } from "vitest";
import { loadOptions, UsageError } from "./load.ts";
import { flagOf, variableOf } from "./option.ts";
import { optionNames } from "./options.ts";

describe("loadOptions", () => {
  test("a flag wins over its variable, and the variable over the default", () => {
    expect(loadOptions([], {}).port).toBe(5000);
    expect(loadOptions([], { SPANLOOM_PORT: "5055" }).port).toBe(5055);
    expect(loadOptions(["--port", "5056"], { SPANLOOM_PORT: "5055" }).port).toBe(5056);
    expect(loadOptions(["--port=5057"], {}).port).toBe(5057);
  });

  test.each([
    ["--max-body-bytes", "1MiB", "maxBodyBytes", 1024 * 1024],
    ["--max-body-bytes", "2000", "maxBodyBytes", 2000],
    ["--otlp-grpc-port", "0", "otlpGrpcPort", 0],
    ["--static-prefix", "/team/span_loom-1.2~x", "staticPrefix", "/team/span_loom-1.2~x"],
    ["--static-prefix", "", "staticPrefix", ""],
    ["--allowed-hosts", "a.example, b.example", "allowedHosts", ["a.example", "b.example"]],
    ["--backend-store-uri", "postgresql://u:p@h/d", "backendStoreUri", "postgresql://u:p@h/d"],
    ["--backend-store-uri", "postgres+psycopg2://u:p@h/d", "backendStoreUri", "postgresql://u:p@h/d"],
    ["--backend-store-uri", "postgresql://u@/d?host=/run", "backendStoreUri", "postgresql://u@/d?host=/run"],
  ] as const)("%s %s", (flag, value, name, expected) => {
    expect(loadOptions([flag, value], {})[name]).toEqual(expected);
  });

  test.each([
    [["--port", "70000"], /--port must be a whole number from 0 to 65535, not '70000'/],
    [["--port", "abc"], /--port must be .*, not 'abc'/],
    [["--port", "-1"], /not '-1'/],
    [["--port"], /--port needs a value: -p, --port <port>/],
    [["--prot", "5055"], /no option --prot\. Did you mean --port\?/],
    [["--otlp-gprc-port", "1"], /Did you mean --otlp-grpc-port\?/],
    [["--colour", "red"], /no option --colour\. --help lists them all/],
    [["5055"], /Cannot make sense of '5055'/],
    [["--max-body-bytes", "12 parsecs"], /--max-body-bytes must be a number of bytes/],
    [["--log-level", "loud"], /one of debug, info, warn, error/],
    [["--backend-store-uri", "sqlite:///mlflow.db"], /; .*run: spanloom import mlflow --from sqlite:\/\/\/mlflow\.db$/],
    [["--backend-store-uri", "mysql+pymysql://u:secret@h/d"], /--from mysql\+pymysql:\/\/u:…@h\/d$/],
    [
      ["--backend-store-uri", "mssql+pyodbc://h/d"],
      /SQL Server cannot be read here, .* then run: spanloom import mlflow --from <that store>$/,
    ],
    [["--backend-store-uri", "file:///mlruns"], /spanloom import mlflow --from file/],
    [["--serve-artifacts=maybe"], /--serve-artifacts must be true or false, not 'maybe'/],
    [["--backend-store-uri", "./mlruns"], /a URI such as postgresql:/],
    [["--backend-store-uri", "postgresql://h:port/d"], /a URI such as postgresql:/],
  ])("%j is refused with one sentence", (flags, sentence) => {
    expect(() => loadOptions(flags, {})).toThrow(UsageError);
    expect(() => loadOptions(flags, {})).toThrow(sentence);
  });

  test.each([
    ["p", "/", "/p/", "//p", "/p//q", "//evil.example", "https://evil.example/p", "C:/p"],
    ["/.", "/..", "/p/..", "/p/../q", "/./p", "/p/."],
    ["/p q", "/p?q", "/p#q", "/p%2Fq", "/p;q", "/p&q", "/{p}", "/<p>", '/p"', "/p'", "/p\\q", "/p:q", "/p@q", "/p*"],
    ["/ü", "/p\n", "/p\r\nSet-Cookie: a=b", "/p\0", "/p\t", "/\u202ep", " /p", "/p "],
  ])("--static-prefix takes only what stands in an address as it is: not %j", (...values) => {
    for (const value of values.flat()) {
      const sentence =
        /^--static-prefix must be a path that begins with \/ and does not end with one, .* such as \/spanloom/;
      expect(() => loadOptions(["--static-prefix", value], {}), value).toThrow(sentence);
    }
  });

  test("a wrong variable is named as a variable", () => {
    expect(() => loadOptions([], { SPANLOOM_PORT: "x" })).toThrow(/^SPANLOOM_PORT must be/);
    expect(() => loadOptions([], { SPANLOOM_PROT: "1" })).toThrow(
      /no variable SPANLOOM_PROT\. Did you mean SPANLOOM_PORT/,
    );
  });

  test("what other programs and Kubernetes put under our prefix is left alone", () => {
    const environment = {
      SPANLOOM_PORT: "tcp://10.0.0.7:5000",
      SPANLOOM_PORT_4318_TCP_ADDR: "10.0.0.7",
      SPANLOOM_TRACKING_URI: "x",
      SPANLOOM_TEST_POSTGRES: "x",
      SPANLOOM_TEST_PYTHON: "x",
      SPANLOOM_REQUIRE_ALL: "1",
    };
    expect(loadOptions([], environment).port).toBe(5000);
  });

  test.each([
    [["--artifacts-only"], {}, { artifactsOnly: true, serveArtifacts: true }],
    [["--no-serve-artifacts"], {}, { artifactsOnly: false, serveArtifacts: false }],
    [["--no-serve-artifacts", "--serve-artifacts"], {}, { serveArtifacts: true }],
    [["--artifacts-only", "--port", "1"], {}, { artifactsOnly: true, port: 1 }],
    [[], { SPANLOOM_SERVE_ARTIFACTS: "false" }, { serveArtifacts: false }],
    [[], { MLFLOW_SERVE_ARTIFACTS: "False" }, { serveArtifacts: false }],
    [
      [],
      { MLFLOW_ARTIFACTS_DESTINATION: "/a", MLFLOW_DEFAULT_ARTIFACT_ROOT: "/b" },
      { artifactsDestination: "/a", defaultArtifactRoot: "/b" },
    ],
    [[], { MLFLOW_PORT: "1", SPANLOOM_PORT: "2" }, { port: 2 }],
    [[], { MLFLOW_PORT: "" }, { port: 5000 }],
    [[], { MLFLOW_STATIC_PREFIX: "/mlflow" }, { staticPrefix: "/mlflow" }],
    [[], { MLFLOW_STATIC_PREFIX: "/mlflow", SPANLOOM_STATIC_PREFIX: "/p" }, { staticPrefix: "/p" }],
    [["--cors-allowed-origins", "https://a.example"], {}, { corsOrigins: ["https://a.example"] }],
  ])("%j with %j", (flags, environment, expected) => {
    expect(loadOptions(flags, environment)).toMatchObject(expected);
  });

  test("every option has a flag and a variable of its own", () => {
    expect(new Set(optionNames.map(flagOf)).size).toBe(optionNames.length);
    expect(variableOf("otlpHttpPort")).toBe("SPANLOOM_OTLP_HTTP_PORT");
    expect(flagOf("otlpHttpPort")).toBe("--otlp-http-port");
  });
});
