import { expect, test } from "vitest";
import { matchingCommands } from "./commands.ts";

const experiments = [
  { experiment_id: "1", name: "support bot" },
  { experiment_id: "2", name: "Bot for billing" },
  { experiment_id: "a/b", name: "" },
];
const hex = "0af7651916cd43dd8448eb211c80319c";

test("an empty text offers everything, pages first", () => {
  expect(matchingCommands("", experiments).map(({ to }) => to)).toEqual([
    "/traces",
    "/experiments",
    "/experiments/1/traces",
    "/experiments/2/traces",
    "/experiments/a%2Fb/traces",
  ]);
});

test("all words must occur, and a name that begins with the text comes first", () => {
  expect(matchingCommands("bot", experiments).map(({ label }) => label)).toEqual(["Bot for billing", "support bot"]);
  expect(matchingCommands("bot supp", experiments).map(({ label }) => label)).toEqual(["support bot"]);
});

test("a pasted trace id comes first in either form", () => {
  expect(matchingCommands(hex, experiments)).toMatchObject([{ kind: "Trace", to: `/traces/${hex}` }]);
  expect(matchingCommands(` tr-${hex}\n`, experiments)).toMatchObject([{ kind: "Trace", to: `/traces/${hex}` }]);
});
