import { expect } from "vitest";
import type { testApi } from "./testing.ts";

/** Calls of the model registry, at an API that is there once they are made. */
export function registryCalls(api: () => Awaited<ReturnType<typeof testApi>>) {
  const v2 = "/api/2.0/mlflow";
  const post = (path: string, body: object, headers?: Record<string, string>) =>
    api().call("POST", `${v2}/${path}`, body, headers);
  const get = (path: string, query: Record<string, string> | [string, string][] = {}) =>
    api().call("GET", `${v2}/${path}?${new URLSearchParams(query)}`);
  let last = 0;
  const newName = (): string => `model ${++last}`;
  return {
    post,
    get,
    patch: (path: string, body: object) => api().call("PATCH", `${v2}/${path}`, body),
    remove: (path: string, body: object) => api().call("DELETE", `${v2}/${path}`, body),
    newName,
    async newModel(name = newName()): Promise<string> {
      const { status } = await post("registered-models/create", { name });
      expect(status).toBe(200);
      return name;
    },
    async newVersion(name: string, fields: object = {}): Promise<string> {
      const { status, body } = await post("model-versions/create", { name, source: "s3://bucket/model", ...fields });
      expect(status, JSON.stringify(body)).toBe(200);
      return body.model_version.version;
    },
    versionOf: async (name: string, version: string) =>
      (await get("model-versions/get", { name, version })).body.model_version,
  };
}

/** The status of a refusal, and its code. */
export async function code(answer: Promise<{ status: number; body: { error_code?: string } }>) {
  const { status, body } = await answer;
  return [status, body.error_code];
}
