import { defineConfig } from "vitest/config";

/** One project a kind of proof, so that each can be run alone: `pnpm vitest run --project unit`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps}/**/*.test.ts", "{packages,apps}/**/*.test.tsx"],
          exclude: ["**/*.pg.test.ts", "**/node_modules/**", "**/dist/**"],
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
        },
      },
      ...["interop", "sdk", "fault", "e2e"].map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: ["packages/store/src/testing-setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
          // A busy machine takes more than the second that is vitest's own.
          expect: { poll: { timeout: 15_000 } },
        },
      })),
    ],
  },
});
