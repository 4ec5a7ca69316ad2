import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { attachment, rangeOf } from "../file-answer.ts";
import { mlflowA, testApi, textOf } from "../testing.ts";

let server: Awaited<ReturnType<typeof testApi>>;
let runId: string;
beforeAll(async () => {
  server = await testApi();
  const made = await server.call("POST", "/api/2.0/mlflow/runs/create", { experiment_id: "0" });
  runId = made.body.run.info.run_id;
});
afterAll(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const proxy = "/api/2.0/mlflow-artifacts/artifacts";
const put = (path: string, text: string) => server.raw("PUT", `${proxy}/${path}`, Buffer.from(text), "text/plain");
const get = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  server.raw(method, `${proxy}/${path}`, undefined, undefined, headers);

describe("the proxy", () => {
  beforeEach(() => put("0/f/digits.txt", "0123456789"));

  test.each([
    [{}, 200, "0123456789", undefined],
    [{ range: "bytes=2-4" }, 206, "234", "bytes 2-4/10"],
    [{ range: "bytes=7-" }, 206, "789", "bytes 7-9/10"],
    [{ range: "bytes=-3" }, 206, "789", "bytes 7-9/10"],
    [{ range: "bytes=5-999" }, 206, "56789", "bytes 5-9/10"],
    [{ range: "bytes=10-" }, 416, "", "bytes */10"],
    [{ range: "bytes=-0" }, 416, "", "bytes */10"],
    [{ range: "bytes=4-2" }, 200, "0123456789", undefined],
    [{ range: "bytes=0-1,3-4" }, 200, "0123456789", undefined],
    [{ range: "lines=0-1" }, 200, "0123456789", undefined],
    [{ range: "bytes=0-1", "if-range": '"another"' }, 200, "0123456789", undefined],
  ] as const)("with %j answers %i", async (headers, status, text, range) => {
    const answer = await get("0/f/digits.txt", headers);
    expect([answer.status, await textOf(answer.body)]).toEqual([status, text]);
    expect(answer.headers["Content-Range"]).toBe(range);
  });

  test("HEAD has the headers of GET; an etag that is known is not sent again", async () => {
    const head = await get("0/f/digits.txt", {}, "HEAD");
    expect(head).toMatchObject({
      status: 200,
      body: "",
      headers: {
        "Content-Length": "10",
        "Content-Type": "text/plain",
        "Content-Disposition": "attachment; filename=digits.txt",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
      },
    });
    const etag = head.headers.ETag!;
    expect((await get("0/f/digits.txt", { "if-none-match": etag })).status).toBe(304);
    const part = await get("0/f/digits.txt", { range: "bytes=0-0", "if-range": etag });
    expect([part.status, await textOf(part.body)]).toEqual([206, "0"]);
  });

  test.each([
    ["..%2f..%2fetc/passwd", "GET", 400, "Invalid path"],
    ["%252e%252e/x", "PUT", 400, "Invalid path"],
    ["%2fetc%2fpasswd", "GET", 400, "Invalid path"],
    ["C:%5cWindows", "GET", 400, "Invalid path"],
    ["%5c%5cserver%5cshare", "DELETE", 400, "Invalid path"],
    ["a%00b", "PUT", 400, "NUL"],
    ["a%23b", "PUT", 400, "Invalid path"],
    ["x".repeat(300), "PUT", 400, "longer than 255 bytes"],
    ["0/f/digits.txt/below", "PUT", 400, "is a file"],
    ["0/f", "PUT", 400, "directory"],
    ["0/f/", "PUT", 400, "not in '/'"],
    ["0/f", "GET", 400, "directory, not a file"],
    ["0/f/nothing", "GET", 404, "No such artifact: '0/f/nothing'"],
    ["", "DELETE", 400, "root itself"],
    [".uploads/x", "PUT", 400, "reserved"],
  ])("%s: %s is %i", async (path, method, status, message) => {
    const answer = await server.call(method, `${proxy}/${path}`, method === "PUT" ? "x" : undefined);
    expect(answer).toMatchObject({ status, body: { message: expect.stringContaining(message) } });
  });

  test("lists names within the directory, and deletes", async () => {
    await put("0/f/sub/x", "1");
    expect((await server.call("GET", `${proxy}?path=0/f`)).body).toEqual({
      files: [
        { path: "digits.txt", is_dir: false, file_size: 10 },
        { path: "sub", is_dir: true },
      ],
    });
    expect(await server.call("DELETE", `${proxy}/0/f/sub`)).toEqual({ status: 200, body: {} });
    expect((await server.call("GET", `${proxy}?path=0/f/sub`)).body).toEqual({});
    expect((await server.call("GET", `${proxy}?path=..`)).status).toBe(400);
  });

  test("a coded body is refused", async () => {
    const answer = await server.raw("PUT", `${proxy}/0/f/z`, Buffer.from("x"), "text/plain", {
      "content-encoding": "gzip",
    });
    expect(answer.status).toBe(400);
  });
});

describe("multipart", () => {
  const mpu = (step: string, body: object) =>
    server.call("POST", `/api/2.0/mlflow-artifacts/mpu/${step}/0/parts`, body);

  test("parts are put to the URLs of the answer, and joined", async () => {
    const { body: made } = await mpu("create", { path: "/home/ann/big file.bin", num_parts: 2 });
    expect(made.credentials.map((each: { part_number: number }) => each.part_number)).toEqual([1, 2]);
    const parts: object[] = [];
    for (const { url, part_number } of made.credentials) {
      expect(url).toMatch(/^http:\/\/localhost:5000\/api\/spanloom\/v1\/artifact-uploads\//);
      const { pathname } = new URL(url);
      const answer = await server.raw("PUT", pathname, Buffer.from(`part ${part_number};`), "application/octet-stream");
      parts.push({ part_number, etag: answer.headers.ETag, url });
    }
    expect((await mpu("complete", { path: "other", upload_id: made.upload_id, parts })).status).toBe(404);
    expect(await mpu("complete", { path: "big file.bin", upload_id: made.upload_id, parts })).toMatchObject({
      status: 200,
    });
    expect(await textOf((await get("0/parts/big%20file.bin")).body)).toBe("part 1;part 2;");
  });

  test("an aborted one is gone; wrong numbers are refused", async () => {
    const { body: made } = await mpu("create", { path: "x", num_parts: 1 });
    expect((await mpu("abort", { path: "x", upload_id: made.upload_id })).status).toBe(200);
    expect((await mpu("abort", { path: "x", upload_id: made.upload_id })).status).toBe(404);
    for (const num_parts of [0, -1, 10_001]) expect((await mpu("create", { path: "x", num_parts })).status).toBe(400);
    expect((await mpu("create", { num_parts: 1 })).status).toBe(400);
    const part = `/api/spanloom/v1/artifact-uploads/${made.upload_id}`;
    expect((await server.call("PUT", `${part}/0`, "x")).status).toBe(400);
    expect((await server.call("PUT", `${part}/1`, "x")).status).toBe(404);
    expect((await server.call("PUT", "/api/spanloom/v1/artifact-uploads/..%2f..%2fx/1", "x")).status).toBe(404);
  });

  test("there are no presigned URLs", async () => {
    expect((await server.call("GET", "/api/2.0/mlflow-artifacts/presigned/0/x")).status).toBe(501);
    const ask = (form: string, body: object) =>
      server.call("POST", `/api/2.0/mlflow/artifacts/presigned-${form}-url`, body);
    expect((await ask("upload", { run_id: runId, path: "x" })).status).toBe(400);
    expect((await ask("upload", { path: "x" })).status).toBe(400);
    expect((await ask("download", { run_id: runId, path: "x" })).status).toBe(400);
    expect((await ask("download", { run_id: "unknown", path: "x" })).status).toBe(404);
  });
});

describe("files of a run, a logged model, a model version and a trace", () => {
  test("a run's: uploaded, listed below its root, and got", async () => {
    const upload = `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${runId}&path=dir/note.md`;
    expect((await server.raw("POST", upload, Buffer.from("# hi"), "text/plain")).status).toBe(200);
    const { body } = await server.call("GET", `/api/2.0/mlflow/artifacts/list?run_id=${runId}&path=dir`);
    expect(body).toEqual({
      root_uri: `mlflow-artifacts:/0/${runId}/artifacts`,
      files: [{ path: "dir/note.md", is_dir: false, file_size: 4 }],
    });
    const got = await server.raw("GET", `/get-artifact?run_uuid=${runId}&path=dir/note.md`);
    expect([got.status, await textOf(got.body)]).toEqual([200, "# hi"]);
    for (const path of ["..", "../x", "%2fetc", ""])
      expect((await server.call("GET", `/get-artifact?run_id=${runId}&path=${path}`)).status).toBe(400);
    expect((await server.call("GET", "/get-artifact?run_id=unknown&path=x")).status).toBe(404);
    expect((await server.call("GET", "/api/2.0/mlflow/artifacts/list?run_id=unknown")).status).toBe(404);
    expect((await server.raw("POST", upload, Buffer.alloc(0), "text/plain")).status).toBe(400);
    expect((await server.raw("POST", upload, Buffer.alloc(10 * 1024 * 1024 + 1), "text/plain")).status).toBe(400);
  });

  test("a logged model's", async () => {
    const { body } = await server.call("POST", "/api/2.0/mlflow/logged-models", { experiment_id: "0", name: "m" });
    const { model_id, artifact_uri } = body.model.info;
    await put(`${artifact_uri.replace("mlflow-artifacts:/", "")}/MLmodel`, "flavors:");
    const base = `/ajax-api/2.0/mlflow/logged-models/${model_id}/artifacts`;
    expect((await server.call("GET", `${base}/directories`)).body).toEqual({
      root_uri: artifact_uri,
      files: [{ path: "MLmodel", is_dir: false, file_size: 8 }],
    });
    const got = await server.raw("GET", `${base}/files?artifact_file_path=MLmodel`);
    expect([got.headers["Content-Type"], await textOf(got.body)]).toEqual(["text/plain", "flavors:"]);
    expect((await server.call("GET", `${base}/files`)).status).toBe(400);
    expect((await server.call("GET", `${base}/files?artifact_file_path=../x`)).status).toBe(400);

    await server.call("POST", "/api/2.0/mlflow/registered-models/create", { name: "registered" });
    const version = { name: "registered", source: `models:/${model_id}`, model_id };
    expect((await server.call("POST", "/api/2.0/mlflow/model-versions/create", version)).status).toBe(200);
    const file = await server.raw("GET", "/model-versions/get-artifact?name=registered&version=1&path=MLmodel");
    expect([file.status, await textOf(file.body)]).toEqual([200, "flavors:"]);
    expect((await server.call("GET", "/model-versions/get-artifact?name=registered&version=2&path=x")).status).toBe(
      404,
    );
    expect((await server.call("GET", "/model-versions/get-artifact?name=registered&version=x&path=x")).status).toBe(
      400,
    );
  });

  test("a page or a PDF can be seen in a frame, where it is no part of our origin; all else stays an attachment", async () => {
    const { body } = await server.call("POST", "/api/2.0/mlflow/logged-models", { experiment_id: "0", name: "seen" });
    const { model_id, artifact_uri } = body.model.info;
    const root = artifact_uri.replace("mlflow-artifacts:/", "");
    await put(`${root}/report.html`, "<script>1</script>");
    await put(`${root}/paper.pdf`, "%PDF-");
    await put(`${root}/picture.svg`, "<svg/>");
    await put(`0/${runId}/artifacts/report.html`, "of the run");
    const view = (path: string, headers: Record<string, string> = {}) =>
      server.raw(
        "GET",
        `/api/spanloom/v1/logged-models/${model_id}/artifact-view?path=${path}`,
        undefined,
        undefined,
        headers,
      );
    const page = await view("report.html");
    expect(page.headers).toMatchObject({
      "Content-Type": "text/html; charset=utf-8",
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": expect.stringMatching(/^sandbox allow-scripts; default-src 'none';/),
    });
    expect(page.headers["Content-Security-Policy"]).not.toContain("allow-same-origin");
    expect(page.headers["Content-Disposition"]).toBeUndefined();
    const known = await view("report.html", { "if-none-match": page.headers.ETag! });
    expect([known.status, known.headers["Content-Security-Policy"]]).toEqual([
      304,
      page.headers["Content-Security-Policy"],
    ]);
    const pdf = await view("paper.pdf");
    expect([pdf.headers["Content-Type"], pdf.headers["Content-Disposition"]]).toEqual(["application/pdf", undefined]);
    const picture = await view("picture.svg");
    expect(picture.headers["Content-Disposition"]).toMatch(/^attachment/);

    const ofRun = `/api/spanloom/v1/runs/${runId}/artifact-view?path`;
    expect(await textOf((await server.raw("GET", `${ofRun}=report.html`)).body)).toBe("of the run");
    expect((await server.call("GET", `${ofRun}=../x.html`)).status).toBe(400);
    expect((await server.call("GET", `${ofRun}=missing.html`)).status).toBe(404);
    expect((await server.call("GET", "/api/spanloom/v1/runs/unknown/artifact-view?path=x.html")).status).toBe(404);
  });

  test("a trace's attachments", async () => {
    await server.report();
    const url = `/ajax-api/3.0/mlflow/get-trace-artifact?request_id=${mlflowA}&path`;
    await put(`0/traces/${mlflowA}/artifacts/attachments/photo.png`, "png");
    const got = await server.raw("GET", `${url}=photo.png`);
    expect([got.headers["Content-Type"], await textOf(got.body)]).toEqual(["image/png", "png"]);
    expect((await server.call("GET", `${url}=missing`)).status).toBe(404);
    expect((await server.call("GET", `${url}=../../x`)).status).toBe(400);
  });

  test("places outside of the server's roots are not touched", async () => {
    const made = await server.call("POST", "/api/2.0/mlflow/experiments/create", {
      name: "elsewhere",
      artifact_location: "/etc",
    });
    const run = await server.call("POST", "/api/2.0/mlflow/runs/create", { experiment_id: made.body.experiment_id });
    const id = run.body.run.info.run_id;
    for (const url of [`/get-artifact?run_id=${id}&path=x`, `/api/2.0/mlflow/artifacts/list?run_id=${id}`]) {
      expect(await server.call("GET", url)).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining("--default-artifact-root") },
      });
    }
  });
});

test.each([
  ["plain.txt", "attachment; filename=plain.txt"],
  ["a b.txt", 'attachment; filename="a b.txt"'],
  ['say "hi"\\', 'attachment; filename="say \\"hi\\"\\\\"'],
  ["ü.txt", "attachment; filename=u.txt; filename*=UTF-8''%C3%BC.txt"],
  ["日本", "attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC"],
  ["é(1)'*.txt", "attachment; filename=\"e(1)'*.txt\"; filename*=UTF-8''%C3%A9%281%29%27%2a.txt"],
])("%s is attached as %s", (name, header) => {
  expect(attachment(name)).toBe(header);
});

test("ranges of an empty file hold nothing", () => {
  expect(rangeOf("bytes=0-", 0)).toBe("none");
  expect(rangeOf("bytes=-5", 0)).toBe("none");
  expect(rangeOf("bytes=-", 10)).toBeUndefined();
});
