import type { BrowserContext, CDPSession, Page } from "playwright-core";

/** What tells that a page shows what it is about: so many elements, one of which has such a text. */
export interface Content {
  readonly selector: string;
  readonly count?: number;
  /** Source of a regular expression. */
  readonly matches?: string;
}

export interface Visit {
  /** From navigation to the frame after the content. */
  readonly contentMs: number;
  readonly nodes: number;
  readonly longestTaskMs: number;
  /** All tasks over 50 ms, together. */
  readonly longTasksMs: number;
  /** After a garbage collection. */
  readonly heapBytes: number;
  /** Processor time of the page's process until the content was there. */
  readonly cpuMs: number;
  /** Of all answers of this visit; what came from the cache is none. */
  readonly wireBytes: number;
}

/** What the page itself counts. It is put in before any script of the page. */
interface Counted {
  tasks: number[];
  /** When the last click or input was. */
  actedMs: number;
  /** Resolves with the time at which the content was on the screen. */
  shown(content: Content): Promise<number>;
  /** What scrolls around the first such element. */
  scrollerOf(selector: string): Element;
}
declare global {
  interface Window {
    counted: Counted;
  }
}

/** A page with a cache of its own, which counts what each visit costs. */
export interface MeasuredPage {
  readonly page: Page;
  visit(url: string, content: Content): Promise<Visit>;
  /** Leaves what is shown, so that what goes on there disturbs no other page's measurement. */
  leave(): Promise<void>;
  /** Milliseconds from the click or input of an act to the frame after its content. */
  time(act: () => Promise<unknown>, content: Content): Promise<number>;
  /** Milliseconds between frames while the list around an element scrolls, and the processor time of each. */
  scroll(selector: string): Promise<{ readonly gapsMs: readonly number[]; readonly cpuMs: number }>;
  /** Milliseconds until the open page shows by itself what is done elsewhere. */
  arrival(act: () => Promise<unknown>, content: Content): Promise<number>;
}

/** What is not there in this time is taken as not shown. */
const patienceMs = 600_000;

export async function measuredPage(context: BrowserContext): Promise<MeasuredPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  await page.addInitScript(count);
  const session = await context.newCDPSession(page);
  await Promise.all([session.send("Network.enable"), session.send("Performance.enable")]);
  let wireBytes = 0;
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    wireBytes += encodedDataLength;
  });
  // Also because an address that differs in its hash alone would be no visit.
  const leave = async () => void (await page.goto("about:blank"));
  const shown = (content: Content) => page.evaluate((what) => window.counted.shown(what), content);
  return {
    page,
    leave,
    async visit(url, content) {
      wireBytes = 0;
      const before = await metric(session, "ProcessTime");
      await page.goto(url, { waitUntil: "commit" });
      const contentMs = await within(shown(content), url);
      const cpuMs = ((await metric(session, "ProcessTime")) - before) * 1_000;
      const counts = await page.evaluate(() => ({
        nodes: document.querySelectorAll("*").length,
        tasks: window.counted.tasks,
      }));
      await session.send("HeapProfiler.collectGarbage");
      return {
        contentMs,
        cpuMs,
        nodes: counts.nodes,
        longestTaskMs: Math.max(0, ...counts.tasks),
        longTasksMs: counts.tasks.reduce((sum, task) => sum + task, 0),
        heapBytes: await metric(session, "JSHeapUsedSize"),
        wireBytes,
      };
    },
    async time(act, content) {
      await act();
      const shownMs = await within(shown(content), JSON.stringify(content));
      return shownMs - (await page.evaluate(() => window.counted.actedMs));
    },
    async scroll(selector) {
      const before = await metric(session, "ProcessTime");
      const gapsMs = await scrollFrames(page, selector);
      return { gapsMs, cpuMs: (((await metric(session, "ProcessTime")) - before) * 1_000) / gapsMs.length };
    },
    async arrival(act, content) {
      const began = await page.evaluate(() => performance.now());
      await act();
      return (await within(shown(content), JSON.stringify(content))) - began;
    },
  };
}

/** 400 px further in each of so many frames. */
const scrolledFrames = 60;

/** Milliseconds between frames while the list around an element is moved by 400 px a frame. */
function scrollFrames(page: Page, selector: string): Promise<number[]> {
  return page.evaluate(
    async ([row, count]) => {
      const scroller = window.counted.scrollerOf(row);
      const gaps: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 0; at < count; at++) {
        scroller.scrollTop += 400;
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
      }
      return gaps;
    },
    [selector, scrolledFrames] as const,
  );
}

/** The texts of rows, and the box that they scroll in. */
export interface ScrolledRows {
  readonly texts: readonly string[];
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** As many rows as are in sight. */
export function rowsInSight(page: Page, selector: string): Promise<ScrolledRows> {
  return page.evaluate((row) => {
    const { x, y, width, height } = window.counted.scrollerOf(row).getBoundingClientRect();
    const rows = [...document.querySelectorAll<HTMLElement>(row)];
    return { texts: rows.map((each) => each.textContent.replace(/\s+/g, " ")), box: { x, y, width, height } };
  }, selector);
}

/** Puts so many rows of these texts, each one element, into an empty page: what scrolling costs without an app. */
export async function showPlainRows(page: Page, { texts, box }: ScrolledRows, count: number): Promise<string> {
  await page.evaluate(
    ([texts, { x, y, width, height }, count]) => {
      const scroller = document.createElement("div");
      const place = `left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px`;
      scroller.style.cssText = `position: absolute; overflow: auto; font: 13px sans-serif; ${place}`;
      for (let at = 0; at < count; at++) {
        const row = document.createElement("div");
        row.className = "plain-row";
        row.style.cssText = "box-sizing: border-box; height: 28px; border-bottom: 1px solid #ddd";
        row.textContent = texts[at % texts.length]!;
        scroller.append(row);
      }
      document.body.append(scroller);
    },
    [texts, box, count] as const,
  );
  return ".plain-row";
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find((each) => each.name === name)?.value ?? 0;
}

function within<T>(wait: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} showed nothing in ${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([wait, late]).finally(() => clearTimeout(timer));
}

/** Runs in the page. */
function count(): void {
  const tasks: number[] = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: "longtask", buffered: true });
  const acted = ({ timeStamp }: Event) => {
    window.counted.actedMs = timeStamp;
  };
  for (const type of ["click", "input"]) addEventListener(type, acted, { capture: true });
  window.counted = {
    tasks,
    actedMs: Number.NaN,
    scrollerOf(row) {
      let around = document.querySelector(row)?.parentElement;
      const scrolls = (element: Element) =>
        element.scrollHeight > element.clientHeight + 400 && /auto|scroll/.test(getComputedStyle(element).overflowY);
      while (around && !scrolls(around)) around = around.parentElement;
      if (!around) throw new Error(`Nothing scrolls around ${row}`);
      return around;
    },
    shown: ({ selector, count: wanted = 1, matches }) =>
      new Promise((resolve) => {
        const pattern = new RegExp(matches ?? "");
        const look = () => {
          const found = document.querySelectorAll(selector);
          const there = found.length >= wanted && [...found].some(({ textContent }) => pattern.test(textContent ?? ""));
          // What is there when a frame is begun is drawn in it; the next one begins after that.
          requestAnimationFrame(there ? () => resolve(performance.now()) : look);
        };
        requestAnimationFrame(look);
      }),
  };
}
