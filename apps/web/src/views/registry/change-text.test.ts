import { expect, test } from "vitest";
import { changeText } from "./change-text.ts";

test.each([
  ["model", "", "", "", "bot", "Registered as bot"],
  ["model", "", "", "bot", "support", "Renamed from bot to support"],
  ["model", "", "", "bot", "", "bot deleted"],
  ["alias", "champion", "", "", "3", "@champion set to version 3"],
  ["alias", "champion", "", "3", "4", "@champion moved from version 3 to 4"],
  ["alias", "champion", "", "4", "", "@champion removed from version 4"],
  ["stage", "", "2", "", "None", "Version 2 registered"],
  ["stage", "", "2", "None", "Staging", "Version 2 moved from None to Staging"],
  ["stage", "", "2", "Staging", "", "Version 2 deleted"],
  ["colour", "", "", "", "red", "colour: nothing to red"],
])("a change of %s %s%s from “%s” to “%s” reads: %s", (kind, alias, version, old_value, new_value, text) => {
  expect(changeText({ kind, alias, version, old_value, new_value })).toBe(text);
});
