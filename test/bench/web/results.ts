import { megabytes, ms, printTable, whole } from "../report.ts";
import type { Amounts } from "./data.ts";
import type { Visit } from "./instruments.ts";
import { type Results, traceName } from "./measure.ts";

const notShown = "not shown";

/** Three tables: time to content and what is wanted of it, what a page costs, and what is done in it. */
export function printResults({ pages, acts, firstVisit }: Results, { spans }: Amounts): void {
  const [small, , large, huge] = spans.map((count) => pages.get(traceName(count))!.ours);
  const wanted = new Map<string, number>([
    [traceName(spans[2]!), 0.1],
    ...[...pages.keys()].filter((name) => /^(list|table) of/.test(name)).map((name) => [name, 0.5] as const),
    ...[...pages.keys()].filter((name) => name.includes("curves")).map((name) => [name, 0.2] as const),
  ]);
  printTable(
    ["time to content", "ms", "MLflow ms", "ratio", "wanted", "reached", "CPU ms", "MLflow CPU ms"],
    [...pages].map(([name, { ours, theirs }]) => {
      const ratio = theirs && ours.contentMs / theirs.contentMs;
      return [
        name,
        ms(ours.contentMs),
        theirs ? ms(theirs.contentMs) : notShown,
        ratio === undefined ? "" : ratio.toFixed(2),
        wanted.has(name) ? `≤ ${wanted.get(name)}` : "",
        ratio === undefined || !wanted.has(name) ? "" : yesNo(ratio <= wanted.get(name)!),
        ms(ours.cpuMs),
        theirs ? ms(theirs.cpuMs) : "",
      ];
    }),
  );
  const figures: [string, (visit: Visit) => string][] = [
    ["DOM nodes", ({ nodes }) => whole(nodes)],
    ["longest task", ({ longestTaskMs }) => `${ms(longestTaskMs)} ms`],
    ["long tasks", ({ longTasksMs }) => `${ms(longTasksMs)} ms`],
    ["heap", ({ heapBytes }) => megabytes(heapBytes)],
    ["wire", ({ wireBytes }) => `${whole(wireBytes / 1e3)} kB`],
  ];
  printTable(
    ["ours / MLflow", ...figures.map(([name]) => name)],
    [...pages].map(([name, { ours, theirs }]) => [
      name,
      ...figures.map(([, of]) => `${of(ours)} / ${theirs ? of(theirs) : "–"}`),
    ]),
  );
  const most = (value: number, limit: number) => [`≤ ${whole(limit)}`, yesNo(value <= limit)];
  const click = acts.get("click on a span to its details")!;
  const frame = acts.get("frame while scrolling, p95")!;
  const frameCpu = acts.get("frame while scrolling, CPU")!;
  const plain = acts.get("frame of plain rows, p95")!;
  const plainCpu = acts.get("frame of plain rows, CPU")!;
  const find = acts.get("find by words of an output")!;
  const arrival = acts.get("a sent trace in the open list")!;
  const other = (value: number | undefined) => (value === undefined ? notShown : ms(value));
  printTable(
    ["wanted of it", "ours", "MLflow", "wanted", "reached"],
    [
      [
        `${traceName(spans[2]!)}: click on a span to its details, ms`,
        ms(click.ours),
        other(click.theirs),
        ...most(click.ours, 100),
      ],
      [
        `${traceName(spans[2]!)}: frame while scrolling, p95, ms`,
        ms(frame.ours),
        other(frame.theirs),
        ...most(frame.ours, 33),
      ],
      [`${traceName(spans[2]!)}: frame while scrolling, CPU ms`, ms(frameCpu.ours), other(frameCpu.theirs), "", ""],
      [`${whole(spans[2]!)} plain rows: frame while scrolling, p95, ms`, ms(plain.ours), "", "", ""],
      [`${whole(spans[2]!)} plain rows: frame while scrolling, CPU ms`, ms(plainCpu.ours), "", "", ""],
      [
        `${traceName(spans[2]!)}: find by words of an output, ms`,
        ms(find.ours),
        other(find.theirs),
        ...most(find.ours, 300),
      ],
      ["a sent trace in the open list, ms", ms(arrival.ours), "", ...most(arrival.ours, 1_500)],
      [`${traceName(spans[2]!)}: DOM nodes`, whole(large!.nodes), "", ...most(large!.nodes, 3_000)],
      [`${traceName(spans[2]!)}: heap, MB`, whole(large!.heapBytes / 1e6), "", ...most(large!.heapBytes / 1e6, 150)],
      [`${traceName(spans[2]!)}: longest task, ms`, ms(large!.longestTaskMs), "", ...most(large!.longestTaskMs, 200)],
      timesOf(small!, large!, `${traceName(spans[2]!)}: of the time of ${spans[0]} spans`, 1.5),
      timesOf(small!, huge!, `${traceName(spans[3]!)}: of the time of ${spans[0]} spans`, 2.5),
      [
        "first visit with an empty cache, kB",
        whole(firstVisit.ours / 1e3),
        whole(firstVisit.theirs / 1e3),
        ...most(firstVisit.ours / 1e3, 500),
      ],
    ],
  );
}

function timesOf(small: Visit, other: Visit, name: string, limit: number): string[] {
  const times = other.contentMs / small.contentMs;
  return [name, `${times.toFixed(2)} ×`, "", `≤ ${limit} ×`, yesNo(times <= limit)];
}

const yesNo = (reached: boolean): string => (reached ? "yes" : "no");
