import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { pathOf } from "./requires.ts";

export interface TestBrowser {
  /** A page of its own context. What it asked of other origins is kept; a page error or console error too. */
  open(options?: BrowserContextOptions): Promise<TestPage>;
  /**
   * The same, but in a context that all these pages have, so that the app's code is fetched and compiled once: a third
   * of what a page costs. Nothing else is left of the page before: nothing stored, nothing granted.
   */
  next(): Promise<TestPage>;
  close(): Promise<void>;
}

export interface TestPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests that left the origin. */
  readonly strangers: string[];
  /** Uncaught errors and console errors. */
  readonly complaints: string[];
  /** Finished requests: the address and how many bytes came over the wire. */
  readonly transfers: { readonly url: string; readonly bytes: number }[];
  /** Closes the page, and its context where that is its own. */
  close(): Promise<void>;
}

/** The first visible place of a text; the same words may also stand in a hidden part of the page. */
export function shown(page: Page, text: string | RegExp): Locator {
  return page.getByText(text).filter({ visible: true }).first();
}

export async function startBrowser(origin: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    executablePath: pathOf("chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  const newContext = (options: BrowserContextOptions = {}) =>
    browser.newContext({ baseURL: origin, viewport: { width: 1440, height: 900 }, ...options });
  const shared = await newContext();
  return {
    async open(options) {
      const context = await newContext(options);
      return watched(await context.newPage(), origin, () => context.close());
    },
    async next() {
      await Promise.all([shared.clearCookies(), shared.clearPermissions(), shared.setOffline(false)]);
      const page = await shared.newPage();
      const session = await shared.newCDPSession(page);
      await session.send("Storage.clearDataForOrigin", {
        origin,
        storageTypes: "local_storage,indexeddb,cache_storage",
      });
      return watched(page, origin, () => page.close());
    },
    close: () => browser.close(),
  };
}

async function watched(page: Page, origin: string, close: () => Promise<void>): Promise<TestPage> {
  const context = page.context();
  page.setDefaultTimeout(30_000);
  const opened: TestPage = { page, context, strangers: [], complaints: [], transfers: [], close };
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) opened.strangers.push(request.url());
  });
  page.on("pageerror", (error) => opened.complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") opened.complaints.push(message.text());
  });
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const addresses = new Map<string, string>();
  session.on("Network.responseReceived", ({ requestId, response }) => addresses.set(requestId, response.url));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    opened.transfers.push({ url: addresses.get(requestId) ?? "", bytes: encodedDataLength });
  });
  return opened;
}
