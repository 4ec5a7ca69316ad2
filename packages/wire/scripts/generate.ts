/**
 * `pnpm generate`: proto/ → src/messages/ and docs/reference/rest-api.md.
 * With `--check` nothing is written, and the exit code is 1 if anything would change.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { messageSource } from "./message-source.ts";
import { parseProtos } from "./parse-proto.ts";
import { rpcSource } from "./rpc-source.ts";

const repository = fileURLToPath(new URL("../../..", import.meta.url));
const messagesFolder = join(repository, "packages/wire/src/messages");
const check = process.argv.includes("--check");

const protos = parseProtos(join(repository, "proto"));
const outputs = new Map<string, string>();
for (const file of protos.files) {
  if (file.messages.length + file.enums.length === 0) continue;
  outputs.set(join(messagesFolder, `${file.path}.ts`), messageSource(file, protos.files));
}
outputs.set(join(messagesFolder, "rpcs.ts"), rpcSource(protos.files));
const differences = write(outputs);

// The reference is made from the route table, which imports the messages just written.
const { restReference } = await import("./rest-reference.ts");
differences.push(...write(new Map([[join(repository, "docs/reference/rest-api.md"), restReference(protos.files)]])));
differences.push(...removeStale());

if (check && differences.length > 0) {
  console.error(
    `Run "pnpm generate": these files do not agree with proto/ and the route table:\n  ${differences.join("\n  ")}`,
  );
  process.exitCode = 1;
} else if (!check) {
  console.log(differences.length === 0 ? "Nothing changed." : `Written:\n  ${differences.join("\n  ")}`);
}

function write(files: ReadonlyMap<string, string>): string[] {
  const changed: string[] = [];
  for (const [path, text] of files) {
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    changed.push(relative(repository, path));
    if (check) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return changed;
}

/** A message file whose .proto is gone. */
function removeStale(): string[] {
  const stale = readdirSync(messagesFolder, { recursive: true, encoding: "utf8" })
    .map((path) => join(messagesFolder, path))
    .filter((path) => path.endsWith(".ts") && !outputs.has(path));
  if (!check) for (const path of stale) rmSync(path);
  return stale.map((path) => relative(repository, path));
}
