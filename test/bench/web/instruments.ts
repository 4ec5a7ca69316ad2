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
    async arrival(act, content) {
      const began = await page.evaluate(() => performance.now());
      await act();
      return (await within(shown(content), JSON.stringify(content))) - began;
    },
  };
}

/** Milliseconds between frames while the list around an element is moved by 400 px a frame. */
export function scrollFrames(page: Page, selector: string, frames = 60): Promise<number[]> {
  return page.evaluate(
    async ([row, count]) => {
      let scroller = document.querySelector(row)?.parentElement;
      while (scroller && !(scroller.scrollHeight > scroller.clientHeight + 400 && isScroller(scroller)))
        scroller = scroller.parentElement;
      if (!scroller) throw new Error(`Nothing scrolls around ${row}`);
      const gaps: number[] = [];
      let last = await new Promise<number>(requestAnimationFrame);
      for (let at = 0; at < count; at++) {
        scroller.scrollTop += 400;
        const now = await new Promise<number>(requestAnimationFrame);
        gaps.push(now - last);
        last = now;
      }
      return gaps;

      function isScroller(element: Element) {
        return /auto|scroll/.test(getComputedStyle(element).overflowY);
      }
    },
    [selector, frames] as const,
  );
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
