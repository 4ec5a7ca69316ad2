import { expect, test } from "vitest";
import type { Place } from "../../data/messages.ts";
import { commandsFor } from "./commands.ts";

const place = (kind: string, id: string, name: string, experiment_name = ""): Place => ({
  kind,
  id,
  name,
  experiment_id: "",
  experiment_name,
  time_ms: 0,
});
const hex = "0af7651916cd43dd8448eb211c80319c";
const labels = (text: string, places: Place[] = []) => commandsFor(text, places).map(({ label }) => label);

test("a pasted trace id comes first, and no search for its text", () => {
  expect(labels(`tr-${hex}`)).toEqual([hex]);
});

test("pages by all the words, then what the server found, then the search among traces", () => {
  const found = [place("experiment", "1", "expo"), place("run", "exp b", "", "expo")];
  expect(labels("exp", found)).toEqual(["Experiments", "expo", "exp b", "Traces with “exp”"]);
});

test("what was found for another text is not offered for this one", () => {
  expect(labels("fox", [place("experiment", "1", "fraud"), place("run", "2", "brave-FOX")])).toEqual([
    "brave-FOX",
    "Traces with “fox”",
  ]);
});

test("nothing typed: all pages and what the server has newest", () => {
  expect(labels("", [place("experiment", "1", "newest")])).toEqual([
    "Home",
    "Experiments",
    "All traces",
    "Datasets",
    "Models",
    "Prompts",
    "Sources",
    "Settings",
    "newest",
  ]);
});

test("an id is one step of an address, and a text one quoted search", () => {
  const [found, search] = commandsFor('a "b"', [place("run", "x/y?", 'a "b" z')]);
  expect(found?.to).toBe("/runs/x%2Fy%3F");
  expect(search?.to).toBe(`/traces?${new URLSearchParams({ q: '"a ""b"""' })}`);
});

test.each(["planet", "__proto__", "constructor"])("a kind without a page (%s) is not offered", (kind) => {
  expect(labels("zzz", [place(kind, "1", "n")])).toEqual(["Traces with “zzz”"]);
});
