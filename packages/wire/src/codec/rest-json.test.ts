import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../errors.ts";
import { GetTraceSkeletonResponse, ListTracesResponse, TraceSummary } from "../messages/spanloom/trace_view.ts";
import { Feedback } from "../messages/tracking/assessment.ts";
import { SearchExperiments, SearchExperimentsResponse } from "../messages/tracking/experiment.ts";
import {
  DeleteTraces,
  MetricAggregation,
  QueryTraceMetrics,
  SearchTracesV3,
  StartTraceV3,
  Trace,
  TraceInfo,
  TraceInfoV3,
} from "../messages/tracking/trace.ts";
import type { MessageType } from "./descriptor.ts";
import { JsonText } from "./descriptor.ts";
import { decodeQuery, queryOf } from "./query-string.ts";
import { decodeRestJson, encodeRestJson, parseRestBody } from "./rest-json.ts";

const read = <T>(type: MessageType<T>, text: string): T => decodeRestJson(type, parseRestBody(text));

describe("what comes in", () => {
  test("both spellings of a field are read", () => {
    expect(read(SearchTracesV3, '{"max_results":5,"pageToken":"t"}')).toMatchObject({
      max_results: 5,
      page_token: "t",
    });
  });

  test.each(['{"max_results":5,"maxResults":5}', '{"max_results":null,"maxResults":5}'])(
    "both spellings at once are refused: %s",
    (text) => {
      expect(() => read(SearchTracesV3, text)).toThrow("both 'max_results' and 'maxResults'");
    },
  );

  test("what a request must have is read in snake_case only", () => {
    const text = '{"experimentIds":["1"],"viewType":"TRACES","metric_name":"latency","maxResults":5}';
    expect(read(QueryTraceMetrics, text)).toEqual({
      ...read(QueryTraceMetrics, "{}"),
      metric_name: "latency",
      max_results: 5,
    });
  });

  test("lists and maps that were not sent are empty, other fields absent", () => {
    expect(read(TraceInfoV3, "{}")).toEqual({ trace_metadata: {}, tags: {}, assessments: [] });
  });

  test("null is absent, unknown fields are ignored", () => {
    expect(read(TraceInfo, '{"request_id":null,"tags":null,"new_field":{"a":1}}')).toEqual({
      request_metadata: [],
      tags: [],
    });
  });

  test.each([
    ["5", 5],
    ['"5"', 5],
    ["-3", -3],
    ["9007199254740993", 9007199254740993n],
    ['"9223372036854775807"', 9223372036854775807n],
  ])("int64 %s keeps every digit", (text, expected) => {
    expect(read(DeleteTraces, `{"max_timestamp_millis":${text}}`).max_timestamp_millis).toBe(expected);
  });

  test.each([
    ["1.5", 1.5],
    ['"NaN"', Number.NaN],
    ['"-Infinity"', Number.NEGATIVE_INFINITY],
    ['"2e3"', 2000],
    ["true", 1],
  ])("double %s", (text, expected) => {
    expect(read(MetricAggregation, `{"percentile_value":${text}}`).percentile_value).toBe(expected);
  });

  test.each(['"PERCENTILE"', "4", '"4"'])("an enum is its name or its number: %s", (text) => {
    expect(read(MetricAggregation, `{"aggregation_type":${text}}`).aggregation_type).toBe("PERCENTILE");
  });

  test("a name that a request's enum does not have counts as absent, a number does not", () => {
    expect(read(SearchExperiments, '{"view_type":"NEWER","max_results":5}')).toEqual({ max_results: 5, order_by: [] });
    expect(decodeQuery(SearchExperiments, "view_type=NEWER")).toEqual({ order_by: [] });
    expect(() => read(SearchExperiments, '{"view_type":77}')).toThrow(
      "Invalid value 77 for parameter 'view_type' supplied:  Hint: Value was of type 'int'.",
    );
  });

  test("Python's NaN and Infinity are read where they stand as values", () => {
    expect(parseRestBody('{"a":NaN,"b":[-Infinity,1],"c":"NaN \\" Infinity"}')).toEqual({
      a: "NaN",
      b: ["-Infinity", 1],
      c: 'NaN " Infinity',
    });
  });

  test.each(["not json", "", "[]", "5", "null"])("a body that is no object counts as empty: %s", (text) => {
    expect(parseRestBody(text)).toEqual({});
  });

  test("a JSON text of JSON is read twice, as old clients send it", () => {
    expect(parseRestBody(JSON.stringify('{"filter":"x"}'))).toEqual({ filter: "x" });
  });

  test("any JSON value goes into a Value", () => {
    expect(read(Feedback, '{"value":{"a":[1,null,12345678901234567890]}}').value).toEqual({
      a: [1, null, 12345678901234567890n],
    });
  });

  test.each([
    [
      SearchTracesV3,
      '{"filter":5}',
      "Invalid value 5 for parameter 'filter' supplied:  Hint: Value was of type 'int'.",
    ],
    [
      SearchTracesV3,
      '{"locations":[{"type":"NOWHERE"}]}',
      "'locations[0].type': it must be one of TRACE_LOCATION_TYPE_UNSPECIFIED, MLFLOW_EXPERIMENT",
    ],
    [SearchTracesV3, '{"max_results":3000000000}', "'max_results': it must be an integer of 32 bits. Got 3000000000."],
    [SearchTracesV3, '{"max_results":1.5}', "Invalid value 1.5 for parameter 'max_results'"],
    [SearchTracesV3, '{"order_by":"x"}', "Value was of type 'str'"],
    [
      StartTraceV3,
      '{"trace":{"trace_info":{"request_time":"yesterday"}}}',
      "'trace.trace_info.request_time': it must be a time",
    ],
    [
      StartTraceV3,
      '{"trace":{"trace_info":{"execution_duration":"1.5"}}}',
      "'trace.trace_info.execution_duration': it must be a duration",
    ],
    [StartTraceV3, '{"trace":{"trace_info":{"tags":{"a":1}}}}', "parameter 'trace.trace_info.tags.a'"],
    [StartTraceV3, '{"trace":[]}', "Value was of type 'list'"],
  ] as [MessageType<object>, string, string][])("%# names the field and what would be right", (type, text, message) => {
    expect(() => read(type, text)).toThrow(ApiError);
    expect(() => read(type, text)).toThrow(message);
  });

  test("whatever is sent, only ApiErrors are thrown", { timeout: 60_000 }, () => {
    const body = fc.dictionary(
      fc.constantFrom("trace", "trace_info", "spans", "tags", "locations", "max_results", "__proto__"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(body, (value) => {
        for (const type of [StartTraceV3, SearchTracesV3, TraceInfoV3] as MessageType<object>[]) {
          try {
            read(type, JSON.stringify(value));
          } catch (error) {
            expect(error).toBeInstanceOf(ApiError);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("what goes out", () => {
  test("MLflow's messages have what is set, zeros and empty texts included, and no empty lists", () => {
    expect(encodeRestJson(TraceInfo, { request_id: "", timestamp_ms: 0, tags: [] })).toBe(
      '{"request_id":"","timestamp_ms":0}',
    );
    expect(encodeRestJson(SearchExperimentsResponse, { experiments: [] })).toBe("{}");
    expect(encodeRestJson(SearchExperimentsResponse, { experiments: undefined })).toBe("{}");
  });

  test("a list that is JSON already is passed on", () => {
    const experiments = new JsonText('[{"name":"é", "experiment_id":"1"}]');
    expect(encodeRestJson(SearchExperimentsResponse, { experiments, next_page_token: "t" })).toBe(
      '{"experiments":[{"name":"é", "experiment_id":"1"}],"next_page_token":"t"}',
    );
  });

  test("int64 is a number past 2^53, too; doubles that JSON lacks are texts", () => {
    expect(encodeRestJson(TraceInfo, { timestamp_ms: 9223372036854775807n })).toBe(
      '{"timestamp_ms":9223372036854775807}',
    );
    expect(encodeRestJson(MetricAggregation, { percentile_value: Number.NaN })).toBe('{"percentile_value":"NaN"}');
  });

  test("an OTLP span is written in snake_case, with base64 ids, numbers and enum names", () => {
    const span = {
      traceId: new Uint8Array(16).fill(1),
      spanId: new Uint8Array(8).fill(2),
      name: "n",
      startTimeUnixNano: 1544712660000000001n,
      attributes: [{ key: "k", value: { intValue: 7n } }],
      status: { code: 2, message: "bad" },
    };
    expect(
      JSON.parse(encodeRestJson(Trace, { spans: [span] }).replace("1544712660000000001", '"1544712660000000001"')),
    ).toEqual({
      spans: [
        {
          trace_id: "AQEBAQEBAQEBAQEBAQEBAQ==",
          span_id: "AgICAgICAgI=",
          name: "n",
          start_time_unix_nano: "1544712660000000001",
          attributes: [{ key: "k", value: { int_value: 7 } }],
          status: { code: "STATUS_CODE_ERROR", message: "bad" },
        },
      ],
    });
  });

  test("our own messages have every field, so that a reader needs no codec", () => {
    expect(JSON.parse(encodeRestJson(ListTracesResponse, {}))).toEqual({
      traces: [],
      next_page_token: "",
      total_is_lower_bound: false,
      as_of_ms: 0,
    });
    expect(JSON.parse(encodeRestJson(TraceSummary, {}))).toMatchObject({
      state: "TRACE_STATE_UNSPECIFIED",
      span_count: 0,
      tags: {},
    });
    expect(JSON.parse(encodeRestJson(GetTraceSkeletonResponse, { depth: [0, 1], start_us: [0, 1.5] }))).toMatchObject({
      depth: [0, 1],
      start_us: [0, 1.5],
    });
  });
});

describe("queries", () => {
  test("repeat their lists, take MLflow's spelling alone, and read + and % as browsers write them", () => {
    const query =
      "experiment_ids=1&experiment_ids=2&max_timestamp_millis=7&filter=a+b%20%3D%20%27%C3%A9%27&max_results=3&maxResults=4&unknown=1";
    expect(decodeQuery(SearchTracesV3, query)).toMatchObject({ filter: "a b = 'é'", max_results: 3 });
  });

  test("are written so that they read the same", () => {
    const message = { filter: "tags.`a&b` = 'ü + %'", order_by: ["x desc", "y"], max_results: 5, locations: [] };
    expect(decodeQuery(SearchTracesV3, queryOf(message))).toEqual(message);
  });

  test.each([
    ["locations=x", "is a structure"],
    ["max_results=many", "Invalid value"],
    ["filter=%FF", "percent-encoded UTF-8"],
  ])("%s is refused", (query, message) => {
    expect(() => decodeQuery(SearchTracesV3, query)).toThrow(message);
  });
});
