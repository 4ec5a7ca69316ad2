import type { Page } from "playwright-core";
import { type Filled, listedName, runName, sendNew, type WebData } from "./data.ts";
import type { Content } from "./instruments.ts";

/** Where one of the two apps shows what is measured, and how one sees that it does. */
export interface MeasuredApp {
  trace(spans: number): Place;
  traces(): Place;
  runs(count: number): Place;
  compare(): Place;
  /** Of the trace's page: a row of the tree, the details of a span, and the find in the trace. */
  readonly treeRow: string;
  details(words: string): Content;
  openFind(page: Page): Promise<void>;
  found(words: string): Content;
  /** Sends one more trace to the open list. MLflow's list reads nothing by itself. */
  readonly sendToList?: (name: string) => Promise<void>;
}

export interface Place {
  readonly url: string;
  readonly content: Content;
}

/** As many rows as a window is sure to show. */
const rowsInView = 10;

export function spanloom(origin: string, data: WebData, filled: Filled): MeasuredApp {
  const treeRow = '[role="treegrid"] [role="row"][aria-level]';
  return {
    treeRow,
    trace: (spans) => ({
      url: `${origin}/traces/${data.traces.get(spans)!.traceId}`,
      content: { selector: treeRow, count: rowsInView },
    }),
    traces: () => ({
      url: `${origin}/experiments/${filled.list}/traces`,
      content: lastTen(listedName, data.listed.length / 3),
    }),
    runs: (count) => ({
      url: `${origin}/experiments/${filled.runs.get(count)!}/runs`,
      content: lastTen(runName, count),
    }),
    compare: () => ({
      url: `${origin}/compare/runs?ids=${filled.curves.runIds.join(",")}`,
      content: { selector: "body:has(canvas)", matches: `loss: ${filled.curves.runIds.length} lines` },
    }),
    details: (words) => ({ selector: '[role="tabpanel"]', matches: words }),
    openFind: (page) => page.keyboard.press("/"),
    found: () => ({ selector: '[role="status"]', matches: "^1$" }),
    sendToList: (name) => sendNew(origin, filled.list, name),
  };
}

/** MLflow 3.17.2. It has no page that draws curves of chosen runs: the charts beside the table draw the first ten. */
export function mlflow(origin: string, data: WebData, filled: Filled): MeasuredApp {
  const treeRow = '[data-testid^="span-title-row-"]';
  return {
    treeRow,
    trace: (spans) => ({
      url: `${origin}/#/experiments/${filled.sizes}/traces?selectedEvaluationId=tr-${data.traces.get(spans)!.traceId}`,
      content: { selector: treeRow, count: rowsInView },
    }),
    traces: () => ({
      url: `${origin}/#/experiments/${filled.list}/traces`,
      content: lastTen(listedName, data.listed.length / 3),
    }),
    runs: (count) => ({
      url: `${origin}/#/experiments/${filled.runs.get(count)!}/runs`,
      content: lastTen(runName, count),
    }),
    compare: () => ({
      url: `${origin}/#/experiments/${filled.curves.experimentId}/runs?compareRunsMode=CHART`,
      content: { selector: ".js-plotly-plot .scatterlayer path.js-line", count: filled.curves.runIds.length },
    }),
    details: (words) => ({ selector: '[role="tabpanel"]', matches: words }),
    async openFind(page) {
      await page.evaluate(() =>
        document.querySelector<HTMLElement>('[data-component-id$="modal.find-button"]')!.click(),
      );
      await page.locator('[data-component-id$="search-input"]').last().focus();
    },
    // It goes to the first hit by itself.
    found: (words) => ({ selector: '[role="tabpanel"]', matches: words }),
  };
}

/** Both lists begin with the newest. */
function lastTen(name: (at: number) => string, count: number): Content {
  return { selector: "body", matches: `${name(count - 1)}[^]*${name(count - rowsInView)}` };
}
