import { expect, it } from "vitest";
import { unflatten } from "./indexed.ts";

it("puts lists together in the order of their numbers, not of the keys", () => {
  const attributes = { "m.10.role": "c", "m.2.role": "b", "m.0.role": "a", "m.0.calls.0.name": "f", "other.0": "x" };
  expect(unflatten(attributes, "m")).toEqual([{ role: "a", calls: [{ name: "f" }] }, { role: "b" }, { role: "c" }]);
});

it("answers undefined where no item has the prefix", () => {
  expect(unflatten({ "m.count": 2, mm: 1, "n.0.a": 1 }, "m")).toBeUndefined();
});

it("asks for no memory that a hostile number names", () => {
  expect(unflatten({ "m.999999999.a": 1, "m.0.a": 0 }, "m")).toEqual([{ a: 0 }, { a: 1 }]);
});

it("takes __proto__ for a name like any other", () => {
  const [item] = unflatten({ "m.0.__proto__.polluted": true }, "m") as [object];
  expect(Object.keys(item)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it("keeps the branch where a key is leaf and branch at once", () => {
  expect(unflatten({ "m.0.a.b": 1, "m.0.a": 2 }, "m")).toEqual([{ a: { b: 1 } }]);
});
