// `pnpm generate`: writes everything that is made from something else. With `--check` it writes nothing and fails when a
// committed file is not what it would write.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { node, root } from "./install.mjs";

const generators = [
  "packages/wire/scripts/generate.ts", // proto/ → messages and docs/reference/rest-api.md
  "packages/filter/scripts/reference.ts", // fields and examples → docs/reference/search.md
  "apps/server/scripts/reference.ts", // option table → docs/reference/options.md
  "packages/sdk/scripts/options-reference.ts", // option table → docs/reference/sdk-options.md
  "packages/sdk/scripts/reference.ts", // doc comments of what the SDK exports → docs/reference/sdk.md
];

const failed = generators.filter((generator) => {
  const { status } = spawnSync(node, [join(root, generator), ...process.argv.slice(2)], {
    cwd: root,
    stdio: "inherit",
  });
  return status !== 0;
});
process.exit(failed.length);
