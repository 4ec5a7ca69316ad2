import { defineConfig } from "vitest/config";

/**
 * One project a kind of proof, so that each can be run alone: `pnpm vitest run --project unit`. A whole run takes them in
 * the order in which a mistake is cheapest to find.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps}/**/*.test.ts", "{packages,apps}/**/*.test.tsx"],
          exclude: ["**/*.pg.test.ts", "**/node_modules/**", "**/dist/**"],
          ...inTurn(0, 2),
        },
      },
      {
        test: {
          name: "postgres",
          include: ["{packages,apps}/**/*.pg.test.ts"],
          exclude: ["**/node_modules/**", "**/dist/**"],
          globalSetup: ["packages/store/src/testing-setup.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          ...inTurn(0, 2),
        },
      },
      withProcesses("interop", inTurn(1, 3)), // other people's clients wait more than they work
      withProcesses("sdk", inTurn(1, 3)),
      withProcesses("fault", inTurn(2, 1)), // kills processes and measures memory, which others would disturb
      withProcesses("e2e", inTurn(3, 2)),
    ],
  },
});

/** Projects of one turn run side by side, as many files at a time on two cores as they bear. */
function inTurn(groupOrder: number, maxWorkers: number) {
  return { sequence: { groupOrder }, maxWorkers };
}

function withProcesses(name: string, turn: ReturnType<typeof inTurn>) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ["packages/store/src/testing-setup.ts"],
      testTimeout: 180_000,
      hookTimeout: 180_000,
      // A busy machine takes more than the second that is vitest's own.
      expect: { poll: { timeout: 15_000 } },
      ...turn,
    },
  };
}
