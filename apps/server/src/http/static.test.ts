import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpServer, listenHttp } from "./listen.ts";
import { createStaticFiles } from "./static.ts";

const directory = mkdtempSync(join(tmpdir(), "spanloom-static-"));
const app = join(directory, "dist");
const page = `<!doctype html><title>Spanloom</title><a title="/">
<link rel="icon" href="/favicon.svg" /><script type="module" src="/assets/index-DhX3kq9Z.js"></script>`;
let server: HttpServer;

beforeAll(async () => {
  mkdirSync(join(app, "assets"), { recursive: true });
  writeFileSync(join(app, "index.html"), page);
  writeFileSync(join(app, "assets", "index-DhX3kq9Z.js"), "export const a = 1;\n".repeat(500));
  writeFileSync(join(app, ".built-from"), "secret");
  writeFileSync(join(directory, "outside.txt"), "secret");
  const files = createStaticFiles(app, "");
  const below = createStaticFiles(app, "/team/a.b");
  server = await listenHttp({
    host: "127.0.0.1",
    port: 0,
    requestTimeoutMs: 5000,
    handle: async (request, response) => {
      const give = request.headers["x-below"] === undefined ? files : below;
      if (!(await give(request, response, request.url!.split("?")[0]!))) response.writeHead(404).end();
    },
  });
});
afterAll(async () => {
  await server.close(500);
  rmSync(directory, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = { accept: "text/html" }) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, { headers });

describe("the web app's files", () => {
  test.each(["/", "/traces", "/experiments/0/traces/abc?span=1"])("%s is a page of the app", async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("<title>Spanloom");
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'self'; /);
    expect(answer.headers.get("content-security-policy")).not.toContain("unsafe");
  });

  test.each(["/traces", "/runs/a/artifacts/plots/loss.png", "/models/fraud/versions/1.2"])(
    "a browser that opens %s as a page gets the app",
    async (path) => {
      const answer = await get(path);
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("Spanloom")]);
      if (path.includes(".")) expect((await get(path, { accept: "*/*" })).status).toBe(404);
    },
  );

  test("what is named by its content is compressed and cached for ever", async () => {
    const answer = await get("/assets/index-DhX3kq9Z.js", { "accept-encoding": "br" });
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(answer.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(answer.headers.get("cache-control")).toContain("immutable");
    expect(await answer.text()).toContain("export const a");
  });

  test("an unchanged file is not sent again", async () => {
    const etag = (await get("/")).headers.get("etag")!;
    expect((await get("/", { accept: "text/html", "if-none-match": etag })).status).toBe(304);
  });

  test("the page names its files as they are: from the root, or below the prefix; files are the same", async () => {
    expect(await (await get("/traces/a")).text()).toBe(page);
    for (const path of ["/", "/traces/a", "/index.html"]) {
      const text = await (await get(path, { accept: "text/html", "x-below": "1" })).text();
      expect(text).toContain('href="/team/a.b/favicon.svg"');
      expect(text).toContain('src="/team/a.b/assets/index-DhX3kq9Z.js"');
      expect(text.replaceAll("/team/a.b", "")).toBe(page);
    }
    const [plain, moved] = await Promise.all([get("/"), get("/", { accept: "text/html", "x-below": "1" })]);
    expect(moved.headers.get("etag")).not.toBe(plain.headers.get("etag"));
    const file = await get("/assets/index-DhX3kq9Z.js", { "x-below": "1" });
    expect(file.headers.get("cache-control")).toContain("immutable");
    expect(await file.text()).toContain("export const a");
  });

  test("a way out of the directory is a page of the app to a browser, and nothing to others", async () => {
    expect(await (await get("/%2e%2e/outside.txt")).text()).toContain("Spanloom");
    expect((await get("/%2e%2e/outside.txt", { accept: "*/*" })).status).toBe(404);
  });

  test.each(["/api/nothing", "/assets/gone-12345678.js", "/.built-from", "/..%2foutside.txt", "/%00", "/%zz.js"])(
    "%s is not there",
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
});
