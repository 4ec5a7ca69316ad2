import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPrices } from "@spanloom/conventions";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "./load.ts";
import { loadPrices } from "./prices.ts";

const directory = mkdtempSync(join(tmpdir(), "spanloom-prices-"));
const file = join(directory, "prices.json");
afterAll(() => rmSync(directory, { recursive: true }));

test("without a file the prices are the built-in ones", () => {
  expect(loadPrices("")).toBe(defaultPrices);
});

test("a file's prices go before the built-in ones, and its version stands beside theirs", () => {
  const ours = { provider: "openai", models: ["gpt-4o", "our-model"], input: "7", output: "9" };
  writeFileSync(file, JSON.stringify({ version: "ours-1", currency: "USD", entries: [ours] }));
  const prices = loadPrices(file);
  expect(prices.version).toBe(`${defaultPrices.version}+ours-1`);
  const inputs = ["gpt-4o", "our-model", "gpt-4o-mini"].map((model) => prices.find("openai", model)?.input);
  expect(inputs).toEqual([7_000_000, 7_000_000, 150_000]);
});

test.each([
  ["is not JSON", "{", /JSON/],
  ["names no version", '{"currency":"USD","entries":[]}', /version is missing/],
])("a file that %s is a wrong use, said with the file's name", (_, content, reason) => {
  writeFileSync(file, content);
  expect(() => loadPrices(file)).toThrow(UsageError);
  expect(() => loadPrices(file)).toThrow(file);
  expect(() => loadPrices(file)).toThrow(reason);
});

test("a file that is not there is a wrong use as well", () => {
  expect(() => loadPrices(join(directory, "none.json"))).toThrow(UsageError);
});
