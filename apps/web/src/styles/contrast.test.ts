import { describe, expect, test, vi } from "vitest";

const { readFileSync } = await vi.importActual<NodeFs>("node:fs");
const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");

const [light, darkBySystem, dark] = [
  /:root,\n:root\[data-theme="light"\] \{(.*?)\n\}/s,
  /:root:not\(\[data-theme="light"\]\) \{(.*?)\n {2}\}/s,
  /:root\[data-theme="dark"\] \{(.*?)\n\}/s,
].map(colours) as [Colours, Colours, Colours];

const grounds = ["--bg", "--surface", "--sunken", "--hover", "--selected"];
const texts = ["--text", "--text-2", "--link", "--error", "--warn", "--ok", "--running", "--critical"];

describe.each([
  ["light", light],
  ["dark", dark],
])("in the %s theme", (_, theme) => {
  test.each(texts.flatMap((text) => grounds.map((ground) => [text, ground])))("%s reads on %s", (text, ground) => {
    expect(contrast(theme, text!, ground!)).toBeGreaterThanOrEqual(4.5);
  });

  const types = Object.keys(theme).filter((name) => name.startsWith("--type-"));
  test.each(types.flatMap((type) => grounds.map((ground) => [type, ground])))("%s reads on %s", (type, ground) => {
    expect(contrast(theme, type!, ground!)).toBeGreaterThanOrEqual(4.5);
  });

  const series = Object.keys(theme).filter((name) => name.startsWith("--series-"));
  test.each(series)("a line in %s is seen", (colour) => {
    for (const ground of grounds) expect(contrast(theme, colour, ground)).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["--text-3", "--bg"],
    ["--text-3", "--surface"],
    ["--on-accent", "--accent"],
    ["--on-accent", "--accent-hover"],
    ["--rail-text", "--rail-bg"],
    ["--rail-text-on", "--rail-on"],
    ["--error", "--error-bg"],
    ["--warn", "--warn-bg"],
    ["--ok", "--ok-bg"],
    ["--running", "--running-bg"],
    ["--text", "--mark"],
    ["--text", "--mark-on"],
  ])("%s reads on %s", (text, ground) => expect(contrast(theme, text, ground)).toBeGreaterThanOrEqual(4.5));

  test("the focus ring is seen", () => {
    for (const ground of grounds) expect(contrast(theme, "--focus", ground)).toBeGreaterThanOrEqual(3);
  });
});

test("the dark theme is the same whether the system or the reader chose it", () => {
  expect(darkBySystem).toEqual(dark);
  expect(Object.keys(dark).sort()).toEqual(Object.keys(light).sort());
});

/** The one function used here: the app is type-checked without Node's types, so that it cannot use Node. */
interface NodeFs {
  readFileSync(file: URL, encoding: "utf8"): string;
}

type Colours = Record<string, string>;

function colours(block: RegExp): Colours {
  const [, body = ""] = block.exec(css) ?? [];
  return Object.fromEntries([...body.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name!, value!]));
}

/** WCAG 2's ratio of relative luminances. */
function contrast(theme: Colours, a: string, b: string): number {
  const [one, two] = [luminance(theme[a]!), luminance(theme[b]!)];
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
