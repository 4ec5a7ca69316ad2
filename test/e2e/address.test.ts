import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { type DemoData, logDemoData } from "../harness/demo-data.ts";
import { describeInBrowser } from "../harness/in-browser.ts";

interface State {
  readonly path: () => string;
  /** Words that are there once the page shows its data. */
  readonly ready: string;
  /** What the reader does; without it the address itself is the state. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** What the address has then. */
  readonly address: RegExp;
}

describeInBrowser("what a page shows stands in its address", (app) => {
  let demo: DemoData;

  beforeAll(async () => {
    demo = await logDemoData(app.server.url);
  });

  const trace = () => `/traces/${demo.traceIds.at(-1)!}`;
  const tab = (name: string) => () => `/experiments/${demo.experimentId}/${name}`;
  const compared = () => `/compare/runs?ids=${demo.runs.map(({ runId }) => runId).join(",")}`;
  const click = (role: "button" | "tab" | "link", name: string | RegExp) => (page: Page) =>
    page.getByRole(role, { name }).first().click();
  const type = (field: RegExp, words: string) => async (page: Page) => {
    await page.getByRole("combobox", { name: field }).fill(words);
    await page.keyboard.press("Enter");
  };
  const row = (at: number) => (page: Page) => page.getByRole("treegrid").locator('[role="row"][aria-level]').nth(at);

  const states: Record<string, State> = {
    "a filter of traces": {
      path: tab("traces"),
      ready: "travel agent",
      act: type(/filter/i, "errors > 0"),
      address: /q=/,
    },
    "an order of traces": {
      path: tab("traces"),
      ready: "travel agent",
      act: (page) => page.locator('[data-head="cost"]').click(),
      address: /sort=/,
    },
    "columns of traces": { path: () => `${tab("traces")()}?cols=name,tokens`, ready: "travel agent", address: /cols=/ },
    "a time range of traces": {
      path: () => `${tab("traces")()}?from=2025-03-03T14:00:00Z&to=2025-03-03T14:20:00Z`,
      ready: "travel agent",
      address: /from=/,
    },
    "a selected span": { path: trace, ready: "search_trains", act: (page) => row(2)(page).click(), address: /span=/ },
    "a tab of a span": {
      path: () => `${trace()}?span=${demo.spanIds[1]}`,
      ready: "You book trips.",
      act: click("tab", /attributes/i),
      address: /tab=attributes/,
    },
    "a collapsed node": {
      path: trace,
      ready: "search_trains",
      act: async (page) => {
        await row(0)(page).click();
        await page.keyboard.press("ArrowLeft");
      },
      address: /collapse=/,
    },
    "a find in a trace": {
      path: trace,
      ready: "search_trains",
      act: async (page) => {
        await page.keyboard.press("/");
        await page.keyboard.insertText("price");
      },
      address: /find=price/,
    },
    "a critical path": {
      path: trace,
      ready: "search_trains",
      act: (page) => page.keyboard.press("c"),
      address: /critical=1/,
    },
    "the graph of a trace and one of its nodes": {
      path: () => `${trace()}?graph=1`,
      ready: "search_trains",
      act: click("button", "price"),
      address: /graph=1&node=TOOL\+price/,
    },
    "the log of a trace and a folded entry": {
      path: () => `${trace()}?view=log`,
      ready: "You book trips.",
      act: click("button", "Fold chat"),
      address: /view=log&folded=/,
    },
    "a filter of runs": {
      path: tab("runs"),
      ready: "train-1",
      act: type(/filter runs/i, 'params.optimizer = "sgd"'),
      address: /q=/,
    },
    "an order of runs": {
      path: tab("runs"),
      ready: "train-1",
      act: (page) => page.locator('[data-head="metrics.accuracy"]').click(),
      address: /sort=-?metrics.accuracy/,
    },
    "groups of runs": { path: () => `${tab("runs")()}?group=params.optimizer`, ready: "adam", address: /group=/ },
    "charts beside runs": { path: () => `${tab("runs")()}?charts=1`, ready: "train-1", address: /charts=1/ },
    "a hidden run": {
      path: compared,
      ready: "train-2",
      act: (page) => page.getByRole("list", { name: "Runs" }).getByRole("button", { name: "train-2" }).click(),
      address: /hidden|hide/,
    },
    "a kind of chart": { path: () => `${compared()}&chart=scatter`, ready: "train-2", address: /chart=scatter/ },
    "all params of compared runs": {
      path: compared,
      ready: "train-2",
      act: click("button", "Only differences"),
      address: /all=1/,
    },
    "a zoom of charts": {
      path: () => `/runs/${demo.runs[0]!.runId}/metrics?zoom=20~60`,
      ready: "accuracy",
      address: /zoom=20~60/,
    },
    "a file of a run": {
      path: () => `/runs/${demo.runs[0]!.runId}/artifacts/config.yaml`,
      ready: "config.yaml",
      address: /artifacts\/config\.yaml$/,
    },
    "two versions of a prompt": {
      path: () => `/prompts/${demo.prompt}?v=2&with=1`,
      ready: "journey",
      address: /with=1/,
    },
    "their difference inline": {
      path: () => `/prompts/${demo.prompt}?v=2&with=1`,
      ready: "journey",
      act: click("button", "Inline"),
      address: /diff=inline/,
    },
    "a turn of a session": {
      path: () => `/sessions/${demo.session}?turn=${demo.traceIds[15]}`,
      ready: "There is one at",
      address: /turn=/,
    },
    "words for models": { path: () => "/models?q=trip", ready: "trip-planner", address: /q=trip/ },
    "differing spans of two traces": {
      path: () => `/traces/${demo.traceIds[3]}/diff/${demo.traceIds[4]}`,
      ready: "travel agent",
      act: click("button", "Only differences"),
      address: /only=1/,
    },
  };

  test("of at least 20 kinds", () => {
    expect(Object.keys(states).length).toBeGreaterThanOrEqual(20);
  });

  test("of two changes before the page is drawn again, none is lost", async () => {
    const { page } = app;
    await page.goto(compared());
    const buttons = [
      page.getByRole("button", { name: "Only differences" }),
      page.getByRole("list", { name: "Runs" }).getByRole("button", { name: "train-2" }),
    ];
    const [first, second] = await Promise.all(buttons.map((button) => button.elementHandle()));
    await first!.evaluate((one, other) => {
      (one as HTMLElement).click();
      (other as HTMLElement).click();
    }, second!);
    await expect.poll(() => page.url()).toMatch(/all=1&hide=/);
  });

  test.each(Object.entries(states))("%s: a reload shows the same, and back undoes it", async (_, state) => {
    const { page } = app;
    await page.goto(state.path());
    await page.getByText(state.ready).filter({ visible: true }).first().waitFor();
    const before = await atRest(page);
    await state.act?.(page);
    await expect.poll(() => decodeURIComponent(page.url())).toMatch(state.address);
    await expect.poll(() => picture(page)).not.toBe(state.act === undefined ? "" : before);
    const seen = await atRest(page);
    await page.reload();
    await expect.poll(() => picture(page), { timeout: 15_000 }).toBe(seen);
    expect(decodeURIComponent(page.url())).toMatch(state.address);
    if (state.act === undefined) return;
    await page.goBack();
    await expect.poll(() => picture(page), { timeout: 15_000 }).toBe(before);
  });
});

/** What the page says, with roles, names and states: which is selected, pressed, expanded. Times that run are left out. */
async function picture(page: Page): Promise<string> {
  const snapshot = await page.locator("main").ariaSnapshot();
  return snapshot.replace(/ \[active\]/g, "").replace(/\b(now|\d+ [smhd])\b/g, "…");
}

/** The picture that stays. */
async function atRest(page: Page): Promise<string> {
  await page.waitForLoadState("networkidle"); // Markdown is read by code that comes after the first words
  let last = "";
  await expect
    .poll(
      async () => {
        const now = await picture(page);
        const same = now === last;
        last = now;
        return same;
      },
      { interval: 150, timeout: 15_000 },
    )
    .toBe(true);
  return last;
}
