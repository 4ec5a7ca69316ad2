import type { Browser } from "playwright-core";
import { note, percentile } from "../report.ts";
import type { MeasuredApp, Place } from "./apps.ts";
import type { Amounts } from "./data.ts";
import { type MeasuredPage, measuredPage, rowsInSight, showPlainRows, type Visit } from "./instruments.ts";

export interface Results {
  /** By the name of the page. What MLflow was not asked for, or did not show, is undefined. */
  readonly pages: ReadonlyMap<string, { readonly ours: Visit; readonly theirs: Visit | undefined }>;
  /** Milliseconds within the page of the largest trace that both have, and until a new trace is in the open list. */
  readonly acts: ReadonlyMap<string, { readonly ours: number; readonly theirs: number | undefined }>;
  /** Bytes of the first visit, with an empty cache. */
  readonly firstVisit: { readonly ours: number; readonly theirs: number };
}

interface Apps {
  readonly ours: MeasuredApp;
  readonly theirs: MeasuredApp;
}

/** Medians of so many rounds. In each round every page of the one is followed by the same of the other. */
export async function measureApps(browser: Browser, apps: Apps, amounts: Amounts, rounds: number): Promise<Results> {
  const open = async () =>
    measuredPage(await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" }));
  const pages = { ours: await open(), theirs: await open() };
  // The first visit fills the cache and is not among the rounds: it would measure the download.
  const first = apps.ours.traces();
  const firstTheirs = apps.theirs.traces();
  const firstVisit = {
    ours: (await pages.ours.visit(first.url, first.content)).wireBytes,
    theirs: (await pages.theirs.visit(firstTheirs.url, firstTheirs.content)).wireBytes,
  };
  await Promise.all([pages.ours.leave(), pages.theirs.leave()]);

  const visits = new Map<string, { ours: Visit[]; theirs: Visit[] }>();
  const acts = new Map<string, { ours: number[]; theirs: number[] }>();
  for (let round = 0; round < rounds; round++) {
    for (const { name, place, both } of placesOf(amounts)) {
      note(`round ${round + 1}: ${name}`);
      const of = visits.get(name) ?? { ours: [], theirs: [] };
      visits.set(name, of);
      for (const who of both ? (["ours", "theirs"] as const) : (["ours"] as const)) {
        const { url, content } = place(apps[who]);
        const seen = await pages[who].visit(url, content).catch((error: unknown) => note(`${who}: ${error}`));
        if (!seen) {
          // Its thread may be at work for minutes yet, in which it goes nowhere else.
          await pages[who].page.context().close();
          pages[who] = await open();
          continue;
        }
        of[who].push(seen);
        const took = async () => {
          if (name === actedOn(amounts)) {
            const done = await actsOn(apps[who], pages[who], middleOf(amounts));
            return who === "ours"
              ? [...done, ...(await plainScroll(apps[who], pages[who], actedSpans(amounts)))]
              : done;
          }
          return name === listName(amounts) ? arrivalsIn(apps[who], pages[who], `arrival-${round}`) : [];
        };
        for (const [act, ms] of await took()) {
          const times = acts.get(act) ?? { ours: [], theirs: [] };
          acts.set(act, times);
          times[who].push(ms);
        }
        await pages[who].leave();
      }
    }
  }
  return {
    firstVisit,
    pages: new Map(
      [...visits].map(([name, { ours, theirs }]) => [name, { ours: median(ours)!, theirs: median(theirs) }]),
    ),
    acts: new Map(
      [...acts].map(([name, { ours, theirs }]) => [
        name,
        { ours: percentile(ours, 0.5), theirs: theirs.length === 0 ? undefined : percentile(theirs, 0.5) },
      ]),
    ),
  };
}

export const traceName = (spans: number) => `trace of ${spans.toLocaleString("en-US")} spans`;

const listName = ({ traces }: Amounts) => `list of ${traces.toLocaleString("en-US")} traces`;

function placesOf(amounts: Amounts): { name: string; place: (app: MeasuredApp) => Place; both: boolean }[] {
  const largest = Math.max(...amounts.spans);
  return [
    ...amounts.spans.map((spans) => ({
      name: traceName(spans),
      place: (app: MeasuredApp) => app.trace(spans),
      both: spans < largest,
    })),
    { name: listName(amounts), place: (app) => app.traces(), both: true },
    ...amounts.runs.map((runs) => ({
      name: `table of ${runs.toLocaleString("en-US")} runs`,
      place: (app: MeasuredApp) => app.runs(runs),
      both: true,
    })),
    {
      name: `${amounts.curves} curves of ${amounts.points.toLocaleString("en-US")} points`,
      place: (app) => app.compare(),
      both: true,
    },
  ];
}

/** Spans of the largest trace that MLflow has as well. */
function actedSpans({ spans }: Amounts): number {
  return [...spans].sort((a, b) => b - a)[1]!;
}

function actedOn(amounts: Amounts): string {
  return traceName(actedSpans(amounts));
}

/** A model call in the middle of that trace. */
function middleOf(amounts: Amounts): number {
  return Math.floor(actedSpans(amounts) / 40) * 20;
}

async function actsOn(app: MeasuredApp, measured: MeasuredPage, middle: number): Promise<[act: string, ms: number][]> {
  const { page } = measured;
  const clicks: number[] = [];
  for (const at of [8, 6, 4]) {
    const click = () =>
      page.evaluate(([row, place]) => document.querySelectorAll<HTMLElement>(row)[place]!.click(), [
        app.treeRow,
        at,
      ] as const);
    clicks.push(await measured.time(click, app.details(`needle-${at}\\b`)));
  }
  const { gapsMs, cpuMs } = await measured.scroll(app.treeRow);
  await app.openFind(page);
  const find = await measured.time(
    () => page.keyboard.insertText(`needle-${middle}.`),
    app.found(`needle-${middle}\\b`),
  );
  return [
    ["click on a span to its details", percentile(clicks, 0.5)],
    ["frame while scrolling, p95", percentile(gapsMs, 0.95)],
    ["frame while scrolling, CPU", cpuMs],
    ["find by words of an output", find],
  ];
}

/** The same frames of as many rows, with the texts of those that the open trace shows, which no app draws. */
async function plainScroll(
  app: MeasuredApp,
  measured: MeasuredPage,
  count: number,
): Promise<[act: string, ms: number][]> {
  const rows = await rowsInSight(measured.page, app.treeRow);
  await measured.leave();
  const { gapsMs, cpuMs } = await measured.scroll(await showPlainRows(measured.page, rows, count));
  return [
    ["frame of plain rows, p95", percentile(gapsMs, 0.95)],
    ["frame of plain rows, CPU", cpuMs],
  ];
}

async function arrivalsIn(
  { sendToList }: MeasuredApp,
  measured: MeasuredPage,
  name: string,
): Promise<[act: string, ms: number][]> {
  if (!sendToList) return [];
  const content = { selector: '[role="grid"]', matches: name };
  return [["a sent trace in the open list", await measured.arrival(() => sendToList(name), content)]];
}

/** Of each figure by itself; undefined of none. */
function median(visits: readonly Visit[]): Visit | undefined {
  if (visits.length === 0) return undefined;
  const of = (key: keyof Visit) =>
    percentile(
      visits.map((visit) => visit[key]),
      0.5,
    );
  return {
    contentMs: of("contentMs"),
    cpuMs: of("cpuMs"),
    nodes: of("nodes"),
    longestTaskMs: of("longestTaskMs"),
    longTasksMs: of("longTasksMs"),
    heapBytes: of("heapBytes"),
    wireBytes: of("wireBytes"),
  };
}
