import { request } from "node:http";
import type { Seeded } from "./ask.ts";

/** Paths that lead out of the root of artifacts, as they stand in a URL. MLflow refuses them as well. */
export const outwardPaths: readonly string[] = [
  "..",
  "../secret",
  "a/../../secret",
  "a/..",
  "./../secret",
  "%2e%2e/secret",
  "%2e%2e%2fsecret",
  "%2E%2E%2Fsecret",
  "..%2fsecret",
  ".%2e/secret",
  "%252e%252e%252fsecret",
  "%25252e%25252e%25252fsecret",
  "/etc/passwd",
  "//etc/passwd",
  "%2fetc%2fpasswd",
  "%252fetc%252fpasswd",
  "//server/share/secret",
  "\\\\server\\share\\secret",
  "%5c%5cserver%5cshare",
  "C:\\Windows\\secret",
  "C:/Windows/secret",
  "c%3A%2FWindows",
  "file:///etc/passwd",
  "file%3a%2f%2f%2fetc%2fpasswd",
  "a%23b",
];

/** Paths that MLflow takes for names on this system, or fails at: they lead out on another, or no file can be called so. */
export const badNames: readonly string[] = [
  "..\\secret",
  "..%5csecret",
  "a%5c..%5c..%5csecret",
  "..%255csecret",
  "a%00b",
  "a%2500b",
  "x".repeat(300),
  `${"12345678/".repeat(400)}x`,
];

/** Every route that takes a path of an artifact, about what `seedOddCalls` made: method, path and body. */
export const artifactCalls: Readonly<
  Record<string, (path: string, to: Seeded) => readonly [method: string, path: string, body?: string]>
> = {
  "proxied upload": (path) => ["PUT", `${proxy}/${path}`, "hostile"],
  "proxied download": (path) => ["GET", `${proxy}/${path}`],
  "proxied delete": (path) => ["DELETE", `${proxy}/${path}`],
  "proxied list": (path) => ["GET", `${proxy}?path=${path}`],
  "multipart create": (path) => ["POST", `${parts}/create/${path}`, '{"path":"secret","num_parts":1}'],
  "multipart complete": (path) => ["POST", `${parts}/complete/${path}`, '{"path":"secret","upload_id":"x","parts":[]}'],
  "multipart abort": (path) => ["POST", `${parts}/abort/${path}`, '{"path":"secret","upload_id":"x"}'],
  "list of a run": (path, { run }) => ["GET", `${rest}/artifacts/list?run_id=${run}&path=${path}`],
  "file of a run": (path, { run }) => ["GET", `/get-artifact?run_id=${run}&path=${path}`],
  "upload to a run": (path, { run }) => ["POST", `${ajax}/upload-artifact?run_uuid=${run}&path=${path}`, "x"],
  "list of a model": (path, { model }) => [
    "GET",
    `${rest}/logged-models/${model}/artifacts/directories?artifact_directory_path=${path}`,
  ],
  "file of a model": (path, { model }) => [
    "GET",
    `${ajax}/logged-models/${model}/artifacts/files?artifact_file_path=${path}`,
  ],
  "file of a version": (path, { registered }) => [
    "GET",
    `/model-versions/get-artifact?name=${registered}&version=1&path=${path}`,
  ],
  "attachment of a trace": (path, { trace }) => ["GET", `${ajax}/get-trace-artifact?request_id=${trace}&path=${path}`],
};

/** The code of the error, or the status where there is none, and what came. The URL is sent as it stands. */
export function askRaw(
  url: string,
  [method, path, body]: readonly [method: string, path: string, body?: string],
): Promise<{ readonly code: string; readonly text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = body?.startsWith("{") ? { "Content-Type": "application/json" } : {};
    const call = request({ hostname, port, method, path, headers, agent: false }, async (response) => {
      let text = "";
      for await (const piece of response.setEncoding("utf8")) text += piece;
      const code = /^\{.*"error_code": ?"(\w+)"/s.exec(text)?.[1] ?? String(response.statusCode);
      resolve({ code, text });
    });
    call.on("error", reject).end(body);
  });
}

const rest = "/api/2.0/mlflow";
const ajax = "/ajax-api/2.0/mlflow";
const proxy = "/api/2.0/mlflow-artifacts/artifacts";
const parts = "/api/2.0/mlflow-artifacts/mpu";
