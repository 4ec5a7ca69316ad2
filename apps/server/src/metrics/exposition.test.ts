import { expect, test } from "vitest";
import { exposition, histogramSamples } from "./exposition.ts";

test("metrics are written as Prometheus reads them", () => {
  const text = exposition([
    { name: "a_total", type: "counter", help: "All of\nthem \\ here.", samples: [{ value: 3 }] },
    {
      name: "b",
      type: "gauge",
      help: "By name.",
      samples: [
        { labels: { name: 'a "quoted"\n\\ one', kind: "x" }, value: -0.5 },
        { labels: { name: "none" }, value: Number.POSITIVE_INFINITY },
      ],
    },
    { name: "nothing", type: "gauge", help: "Left out.", samples: [] },
    { name: "t_seconds", type: "histogram", help: "Took.", samples: histogramSamples([0.1, 1], [2, 1, 4], 30.5) },
  ]);
  expect(text).toBe(
    [
      "# HELP a_total All of\\nthem \\\\ here.",
      "# TYPE a_total counter",
      "a_total 3",
      "# HELP b By name.",
      "# TYPE b gauge",
      'b{name="a \\"quoted\\"\\n\\\\ one",kind="x"} -0.5',
      'b{name="none"} +Inf',
      "# HELP t_seconds Took.",
      "# TYPE t_seconds histogram",
      't_seconds_bucket{le="0.1"} 2',
      't_seconds_bucket{le="1"} 3',
      't_seconds_bucket{le="+Inf"} 7',
      "t_seconds_sum 30.5",
      "t_seconds_count 7",
      "",
    ].join("\n"),
  );
});
