import { expect, test } from "vitest";
import { sharedBuffersMb } from "./embedded-settings.ts";

const gb = 2 ** 30;

test.each([
  ["a small container", 0.5 * gb, 128],
  ["a laptop", 4 * gb, 512],
  ["a large machine", 64 * gb, 1024],
  ["a machine without a bound", Number.MAX_SAFE_INTEGER, 1024],
])("%s gets a part of its memory for pages", (_, memoryBytes, megabytes) => {
  expect(sharedBuffersMb(memoryBytes)).toBe(megabytes);
});
