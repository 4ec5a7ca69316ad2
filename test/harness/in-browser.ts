import { freshDatabase } from "@spanloom/store/testing";
import type { BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { startBrowser, type TestBrowser, type TestPage } from "./browser.ts";
import { describeWith, type Tool } from "./requires.ts";
import { startServer, type TestServer } from "./server.ts";

/** The app that the tests of a file look at: one server and one browser for all of them, and a page for each. */
export interface App extends TestPage {
  readonly server: TestServer;
  /** One more page of this test, in a context of its own. It is looked after like the first. */
  open(options?: BrowserContextOptions): Promise<TestPage>;
  /** What this test brings about itself, such as the line that the browser writes of an answer 404. */
  allow(complaint: RegExp): void;
}

/**
 * A `describe` for tests of the web app. Each gets a fresh page, `app.page`; after it no page of it may have asked
 * another origin for anything, thrown, or written an error to the console. Other tools than the browser are named.
 */
export function describeInBrowser(title: string, body: (app: App) => void, tools: readonly Tool[] = []): void {
  describeWith(["chromium", ...tools], title, () => {
    let started: { server: TestServer; browser: TestBrowser; dispose(): Promise<void> } | undefined;
    let pages: TestPage[] = [];
    let allowed: RegExp[] = [];

    const lookedAfter = async (opening: Promise<TestPage>): Promise<TestPage> => {
      const opened = await opening;
      pages.push(opened);
      return opened;
    };
    const app: App = {
      get server() {
        return started!.server;
      },
      get page() {
        return pages[0]!.page;
      },
      get context() {
        return pages[0]!.context;
      },
      get strangers() {
        return pages[0]!.strangers;
      },
      get complaints() {
        return pages[0]!.complaints;
      },
      get transfers() {
        return pages[0]!.transfers;
      },
      close: () => pages[0]!.close(),
      open: (options) => lookedAfter(started!.browser.open(options)),
      allow: (complaint) => allowed.push(complaint),
    };

    beforeAll(async () => {
      started = await start();
    });
    afterAll(() => started?.dispose());
    beforeEach(() => lookedAfter(started!.browser.next()));
    afterEach(async () => {
      const [closed, patterns] = [pages, allowed];
      [pages, allowed] = [[], []];
      await Promise.all(closed.map((page) => page.close()));
      expect(closed.flatMap(({ strangers }) => strangers)).toEqual([]);
      const complaints = closed.flatMap(({ complaints }) => complaints);
      expect(complaints.filter((text) => !patterns.some((pattern) => pattern.test(text)))).toEqual([]);
    });

    body(app);
  });
}

/** On a database of the run's Postgres: one that each server brings up itself would cost every file some seconds. */
async function start() {
  const database = await freshDatabase();
  const server = await startServer({ backendStoreUri: database.connectionString });
  const browser = await startBrowser(server.url);
  return {
    server,
    browser,
    async dispose() {
      await browser.close();
      await server.dispose();
      await database.drop();
    },
  };
}
