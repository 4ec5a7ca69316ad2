import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { overflowPx, painted, violationsInBothThemes } from "./axe.ts";
import type { App } from "./in-browser.ts";

/** An address, and what is there once the page shows what it is about: words, or a part of it. */
export type Look = readonly [path: string | (() => string), ready: string | RegExp | ((page: Page) => Locator)];

/**
 * A test for each page: axe finds nothing, in light and in dark, and at 390 px nothing makes the page wider than the
 * window.
 */
export function testLooks(app: App, looks: Readonly<Record<string, Look>>): void {
  test.each(Object.entries(looks))(
    "%s: accessible in light and dark, and fits into 390 px",
    async (_, [path, ready]) => {
      const { page } = app;
      const place = typeof ready === "function" ? ready(page) : page.getByText(ready).filter({ visible: true }).first();
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(typeof path === "string" ? path : path());
      await place.waitFor();
      await painted(page);
      expect(await overflowPx(page)).toBeLessThanOrEqual(0);
      // One load does for both widths.
      await page.setViewportSize({ width: 1440, height: 900 });
      await painted(page);
      await place.waitFor();
      expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
    },
  );
}
