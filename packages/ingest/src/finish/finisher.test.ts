import { randomBytes } from "node:crypto";
import { contentsOf } from "@spanloom/store";
import { expect, test } from "vitest";
import { traceRequest } from "../testing.ts";
import { ChunkFinisher, type Encoding } from "./finisher.ts";

const request = (text: string) =>
  traceRequest([{ traceId: randomBytes(16).toString("hex"), spanId: "b7ad6b7169203331", attributes: { text } }]);

const chunk = (bytes: Uint8Array): Encoding => ({
  size: bytes.length,
  writeTo: (into, at) => into.set(bytes, at),
});

test("every chunk comes back whole, and the thread stays alive for the next", async () => {
  const finisher = new ChunkFinisher({ common: { list: async () => [], add: async () => {} } });
  for (let round = 0; round < 3; round++) {
    const requests = Array.from({ length: 20 }, (_, i) => request(`word${round}x${i} `.repeat(i * 300)));
    const finished = await Promise.all(requests.map((bytes) => finisher.finish(chunk(bytes), 0)));
    const contents = await contentsOf(finished.map(({ data, headBytes }) => ({ data: Buffer.from(data), headBytes })));
    for (const [i, { words }] of finished.entries()) {
      expect(contents[i]!.equals(requests[i]!)).toBe(true);
      expect(words!.length % 8).toBe(0);
    }
    expect(finished.some(({ headBytes }) => headBytes !== null)).toBe(true);
    expect(finished.some(({ headBytes }) => headBytes === null)).toBe(true);
  }
  await finisher.close();
});

test("a word in many chunks is declared common, and left out once that is committed", async () => {
  const added: number[] = [];
  const finisher = new ChunkFinisher({
    common: {
      list: async () => [],
      add: async (hashes) => {
        added.push(...hashes);
      },
    },
  });
  const sizes: number[] = [];
  for (let i = 0; i < 600; i++) {
    const { words } = await finisher.finish(
      chunk(request("alpha beta gamma delta epsilon zeta eta theta iota kappa")),
      0,
    );
    sizes.push(words!.length);
  }
  await finisher.close();
  expect(added.length).toBeGreaterThan(8);
  expect(sizes.at(-1)).toBeLessThan(sizes[0]!);
});

test("chunks have a filter while one is wanted", async () => {
  let makesFilters = false;
  const finisher = new ChunkFinisher({
    common: { list: async () => [], add: async () => {} },
    makesFilters: () => makesFilters,
  });
  expect((await finisher.finish(chunk(request("alpha")), 0)).words).toBeNull();
  makesFilters = true;
  expect((await finisher.finish(chunk(request("alpha")), 0)).words).not.toBeNull();
  await finisher.close();
});

test("what cannot be looked up fails the chunk, and the next one tries again", async () => {
  let fails = true;
  const list = async () => {
    if (fails) throw new Error("the database is away");
    return [];
  };
  const finisher = new ChunkFinisher({ common: { list, add: async () => {} } });
  await expect(finisher.finish(chunk(request("a")), 0)).rejects.toThrow("away");
  fails = false;
  await expect(finisher.finish(chunk(request("a")), 0)).resolves.toBeDefined();
  await finisher.close();
});
