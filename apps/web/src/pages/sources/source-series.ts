import type { IngestSource, ListIngestSourcesResponse } from "@spanloom/wire";
import type { TimeChart } from "../../views/time-charts/time-charts.tsx";

type Read = (source: IngestSource) => readonly number[];

const charts: readonly { title: string; lines: readonly (readonly [label: string, colour: number, read: Read])[] }[] = [
  {
    title: "Spans and log records",
    lines: [
      ["stored", 0, ({ stored_by_bucket }) => stored_by_bucket],
      ["rejected", 1, ({ rejected_by_bucket }) => rejected_by_bucket],
    ],
  },
  {
    title: "Requests refused",
    lines: [["refused", 1, ({ refused_requests_by_bucket }) => refused_requests_by_bucket]],
  },
];

/** What all sources together have sent, a point for each bucket. */
export function sourceCharts(found: ListIngestSourcesResponse): TimeChart[] {
  const x = Array.from({ length: found.bucket_count }, (_, at) => found.start_ms + at * found.bucket_ms);
  return charts.map(({ title, lines }) => ({
    title,
    series: lines.map(([label, colour, read]) => {
      const y = x.map((_, at) => found.sources.reduce((sum, source) => sum + (read(source)[at] ?? 0), 0));
      return { id: label, label, colour, x, y };
    }),
  }));
}
