import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules that ask for the colours; the rest of a page is the same in both themes. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** What axe finds wrong with a page in light and in dark. */
export async function violationsInBothThemes(page: Page): Promise<{ light: string[]; dark: string[] }> {
  // Of a colour on its way from light to dark axe would say that it has too little contrast.
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await painted(page);
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await painted(page);
  return { light, dark: await violations(page, ofColours) };
}

/** What axe finds wrong with a page, a line each. By all rules unless some are named. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: rules }) };
  const results = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
  );
}

/** By how many pixels a page is wider than its window. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Resolves when what was changed before is on the screen. */
export async function painted(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
