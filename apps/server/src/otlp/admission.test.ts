import { expect, test } from "vitest";
import { createAdmission } from "./admission.ts";

test("requests are let in up to the bound, and again when others have left", () => {
  const admission = createAdmission(100);
  const [first, second, third] = [admission.enter(), admission.enter(), admission.enter()];
  expect(first.grow(60)).toBe(true);
  expect(second.grow(40)).toBe(true);
  expect(third.grow(1)).toBe(false);
  expect(admission.hasRoomFor(1)).toBe(false);
  second.leave();
  second.leave();
  expect(admission.hasRoomFor(40)).toBe(true);
  expect(admission.hasRoomFor(41)).toBe(false);
  expect(third.grow(40)).toBe(true);
});

test("a request that is larger than the bound comes in when it is alone", () => {
  const admission = createAdmission(100);
  expect(admission.hasRoomFor(500)).toBe(true);
  const large = admission.enter();
  for (let part = 0; part < 5; part++) expect(large.grow(100)).toBe(true);
  expect(admission.enter().grow(1)).toBe(false);
});

test("of many large requests at once the first goes on, so that not all of them fail", () => {
  const admission = createAdmission(100);
  const tickets = Array.from({ length: 10 }, () => admission.enter());
  const refused = new Set<number>();
  for (let part = 0; part < 20; part++) {
    for (const [index, ticket] of tickets.entries()) {
      if (refused.has(index) || ticket.grow(10)) continue;
      refused.add(index);
      ticket.leave();
    }
  }
  expect(refused.has(0)).toBe(false);
  expect(refused.size).toBe(9);
});

test("a request that has sent nothing keeps nobody out", () => {
  const admission = createAdmission(100);
  const silent = admission.enter();
  const large = admission.enter();
  expect(large.grow(500)).toBe(true);
  expect(silent.grow(1)).toBe(false);
});
