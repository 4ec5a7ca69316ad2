import type { GetOverviewResponse, TraceSums } from "@spanloom/wire";
import type { TimeChart } from "../../views/time-charts/time-charts.tsx";

type Read = (sums: TraceSums) => number | undefined;

const charts: readonly { title: string; lines: readonly (readonly [label: string, read: Read])[] }[] = [
  {
    title: "Traces",
    lines: [
      ["traces", (sums) => sums.trace_count],
      ["failed", (sums) => sums.failed_count],
    ],
  },
  {
    title: "Latency, seconds",
    lines: [
      ["p50", (sums) => seconds(sums.latency_p50_ns)],
      ["p95", (sums) => seconds(sums.latency_p95_ns)],
      ["p99", (sums) => seconds(sums.latency_p99_ns)],
    ],
  },
  {
    title: "Tokens",
    lines: [
      ["in", (sums) => sums.input_tokens],
      ["out", (sums) => sums.output_tokens],
    ],
  },
  { title: "Cost, US dollars", lines: [["cost", (sums) => sums.cost_usd]] },
];

/**
 * The page's charts: a point for each bucket in which something was said, and a break wherever a bucket is missing, so
 * that no line leads over time in which there was nothing.
 */
export function overviewCharts({ buckets, bucket_ms }: Pick<GetOverviewResponse, "buckets" | "bucket_ms">) {
  return charts.map(
    ({ title, lines }): TimeChart => ({
      title,
      series: lines.map(([label, read], colour) => {
        const points = buckets.flatMap(({ start_ms, sums }) => {
          const y = sums && read(sums);
          return y === undefined ? [] : [{ x: start_ms, y }];
        });
        const breaks = points.flatMap(({ x }, at) =>
          at > 0 && x - points[at - 1]!.x > bucket_ms ? [x - bucket_ms] : [],
        );
        return { id: label, label, colour, x: points.map(({ x }) => x), y: points.map(({ y }) => y), breaks };
      }),
    }),
  );
}

function seconds(ns: number | undefined): number | undefined {
  return ns === undefined ? undefined : ns / 1e9;
}
