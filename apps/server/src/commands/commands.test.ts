import { afterEach, expect, test, vi } from "vitest";
import { flagOf, variableOf } from "../config/option.ts";
import { optionNames } from "../config/options.ts";
import { commands, runCommand } from "./commands.ts";

afterEach(() => vi.restoreAllMocks());

async function printed(...words: string[]): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  expect(await runCommand(words)).toBe(0);
  return write.mock.calls.map(([text]) => text).join("");
}

test.each([[[]], [["help"]], [["--help"]]])("%j lists every command", async (words) => {
  const text = await printed(...words);
  for (const name of Object.keys(commands)) expect(text).toContain(`spanloom ${name}`);
});

test.each([["experiments"], ["runs", "--help"], ["db", "-h"]])(
  "%s lists the commands of that group",
  async (...words) => {
    const text = await printed(...words);
    for (const name of Object.keys(commands)) {
      if (name.startsWith(`${words[0]} `)) expect(text).toContain(`spanloom ${name}`);
      else expect(text).not.toContain(`spanloom ${name} `);
    }
  },
);

test.each([[["server", "--help"]], [["db", "upgrade", "--help"]]])("%j lists every option", async (words) => {
  const text = await printed(...words);
  for (const name of optionNames) {
    expect(text).toContain(flagOf(name));
    expect(text).toContain(variableOf(name));
  }
});

test.each([
  ["gc --jobs", "There is no option --jobs as MLflow has it: jobs leave no records that could be removed."],
  ["server --workers 4", "There is no option --workers as MLflow has it: one process serves everything;"],
  ["gc --dance", "There is no option --dance. --help lists them all."],
  ["db upgrade mysql://x/y", "--backend-store-uri must be"],
])("%s is refused with the reason", async (words, sentence) => {
  await expect(runCommand(words.split(" "))).rejects.toThrow(sentence);
});

test.each([
  ["sevrer", /Did you mean 'spanloom server'/],
  ["db upgrad", /Did you mean 'spanloom db upgrade'/],
  ["dance", /'spanloom help' lists them/],
  ["experiments dance", /^There is no command 'experiments dance'/],
  ["experiments update", /'experiments update' as MLflow has it: traces are kept in the database/],
])("%s is no command", async (words, sentence) => {
  await expect(runCommand(words.split(" "))).rejects.toThrow(sentence);
});
