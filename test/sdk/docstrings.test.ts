import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createClient } from "@spanloom/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEntries } from "../../packages/sdk/scripts/exported-names.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { completion, streamedCompletion } from "./chat-completions.ts";
import { type FakeProvider, type ProviderAnswer, type ProviderRequest, startProvider } from "./provider.ts";

const run = promisify(execFile);
const pathTo = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const packageDir = pathTo("../../packages/sdk");
const tsc = [pathTo("../../node_modules/typescript/bin/tsc")];
const stageFile = pathTo("docstrings/stage.ts");
/** Examples are compiled here; `dist` is nobody's source, and packages are found from it as from this file. */
const dir = pathTo(`dist/docstrings-${process.pid}`);

let server: TestServer;
let provider: FakeProvider;
/** The AWS client speaks HTTP/2. */
let bedrock: FakeProvider;

beforeAll(async () => {
  server = await startServer();
  provider = await startProvider();
  bedrock = await startProvider({ http2: true });
  for (const each of [provider, bedrock]) each.willAnswer(...Array<typeof answerOf>(1_000).fill(answerOf));
  await prepare(createClient({ url: server.url }));
});
afterAll(async () => {
  await Promise.all([provider?.close(), bedrock?.close()]);
  await server?.dispose();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

interface Example {
  /** `openai observe 1`. */
  readonly title: string;
  readonly entry: string;
  readonly code: string;
}

// The declarations have to be there before the tests have names.
await run(process.execPath, [...tsc, "-b", packageDir]);
const entries = readEntries(packageDir);
const examples = entries.flatMap(({ name: entry, doc, exports }): Example[] => [
  ...(doc?.examples ?? []).map((code, index) => ({ title: `${entry} ${index + 1}`, entry, code })),
  ...exports
    .filter(({ sameAs }) => sameAs === undefined)
    .flatMap(({ name, doc }) =>
      (doc?.examples ?? []).map((code, index) => ({ title: `${entry} ${name} ${index + 1}`, entry, code })),
    ),
]);

describe("examples in the SDK's doc comments", () => {
  beforeAll(async () => {
    await mkdir(`${dir}/src`, { recursive: true });
    const stage = (await readFile(stageFile, "utf8")).replaceAll("http://localhost:5000", server.url);
    await writeFile(`${dir}/src/stage.ts`, stage);
    await copyFile(pathTo("docstrings/server.js"), `${dir}/server.js`);
    for (const example of examples) await writeFile(`${dir}/src/${fileOf(example)}.ts`, moduleOf(example));
    await writeFile(`${dir}/tsconfig.json`, JSON.stringify(project));
    await run(process.execPath, [...tsc, "-p", dir]).catch(({ stdout }) => {
      throw new Error(`Examples do not compile:\n${stdout}`);
    });
  });

  // Most of an example's time is the start of its process; a few at a time share it.
  test.concurrent.each(examples)("$title compiles and runs", async (example) => {
    const args = ["--import", pathTo("docstrings/offline.js"), `${dir}/out/${fileOf(example)}.js`];
    const { stderr } = await run(process.execPath, args, { cwd: dir, env: environment(), timeout: 60_000 });
    expect(stderr, example.code).toBe("");
  });

  test("their traces arrived", async () => {
    const names = new Set<string>();
    const client = createClient({ url: server.url });
    for await (const { tags } of client.searchTraces({ experimentIds: ["0"] }))
      names.add(tags?.["mlflow.traceName"] ?? "");
    expect([...names]).toEqual(expect.arrayContaining(["add", "answer", "search", "request", "chat gpt-4o-mini"]));
  });
});

const project = {
  extends: "../../../../tsconfig.base.json",
  compilerOptions: {
    composite: false,
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    rootDir: "src",
    outDir: "out",
    lib: ["es2024", "esnext.disposable", "dom", "dom.iterable"],
  },
  include: ["src"],
  references: [{ path: "../../../../packages/sdk" }],
};

function fileOf({ title }: Example): string {
  return title.replaceAll(/[^\w]+/g, "-").toLowerCase();
}

/** The example with imports of what it uses and does not import: of its entry, of the main one, of the stage. */
function moduleOf({ entry, code }: Example): string {
  const declared = new Set(
    [...code.matchAll(/\b(?:const|let|class|function)\s+(?:\{([^}]*)\}|(\w+))/g)].flatMap(namesIn),
  );
  for (const [, names] of code.matchAll(/^import (.+) from/gm))
    for (const [name] of names!.matchAll(/\w+/g)) declared.add(name);
  const used = (name: string) => new RegExp(`(?<![.\\w"'])${name}\\b(?!\\s*:)`).test(code) && !declared.has(name);
  const imports = [entry, "@spanloom/sdk"].flatMap((from) => {
    const names = (entries.find(({ name }) => name === from)?.exports ?? []).filter(
      ({ name, kind }) => kind !== "type" && used(name),
    );
    for (const { name } of names) declared.add(name);
    return names.length === 0 ? [] : [`import { ${names.map(({ name }) => name).join(", ")} } from "${from}";`];
  });
  const staged = stageNames.filter(used);
  if (staged.length > 0) imports.push(`import { ${staged.join(", ")} } from "./stage.ts";`);
  return `${[...imports, code].join("\n")}\nexport {};\n`
    .replaceAll("http://localhost:5000", server.url)
    .replaceAll("http://localhost:8080/search", `${server.url}/health`);
}

const stageNames = [
  ...(await readFile(stageFile, "utf8")).matchAll(/^export (?:const )?(?:\{ (.*?) \}|(\w+))/gm),
].flatMap(namesIn);

function namesIn([, several, one]: RegExpMatchArray): string[] {
  return one === undefined ? [...several!.matchAll(/\w+/g)].map(([name]) => name) : [one];
}

function environment(): Record<string, string | undefined> {
  return {
    ...process.env,
    NODE_OPTIONS: "",
    NODE_COMPILE_CACHE: `${dir}/cache`,
    SPANLOOM_URL: server.url,
    PROVIDER_URL: provider.url,
    OPENAI_API_KEY: "none",
    ANTHROPIC_API_KEY: "none",
    GEMINI_API_KEY: "none",
    MISTRAL_API_KEY: "none",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: bedrock.url,
  };
}

/** What the examples load from the server. */
async function prepare(client: ReturnType<typeof createClient>): Promise<void> {
  await client.registerPrompt({ name: "greeting", template: "Hello {{name}}" });
  await client.setPromptAlias("greeting", "production", 1);
}

/** Any provider's answer to a chat, by the address that was asked. */
function answerOf({ path, body }: ProviderRequest): ProviderAnswer {
  if (path.endsWith("/chat/completions")) {
    const answer = { text: "Hello!", usage: { input: 3, output: 2 } };
    return (body as { stream?: boolean }).stream ? streamedCompletion(answer) : completion(answer);
  }
  if (path.endsWith("/messages")) {
    const usage = { input_tokens: 3, output_tokens: 2 };
    const content = [{ type: "text", text: "Hello!" }];
    const head = {
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-sonnet-5",
      stop_reason: "end_turn",
    };
    return { json: { ...head, content, usage } };
  }
  if (path.endsWith(":generateContent")) {
    const content = { role: "model", parts: [{ text: "Hello!" }] };
    return { json: { candidates: [{ content, finishReason: "STOP" }], usageMetadata: { promptTokenCount: 3 } } };
  }
  if (path.endsWith("/converse")) {
    const message = { role: "assistant", content: [{ text: "Hello!" }] };
    return { json: { output: { message }, stopReason: "end_turn", usage: { inputTokens: 3, outputTokens: 2 } } };
  }
  return { status: 404, json: { error: { message: `no ${path} here` } } };
}
