import { RequestError } from "./request-error.ts";

/**
 * One request for JSON. Rejects with a `RequestError`, or with the signal's reason when it fires.
 * `body` is sent as JSON.
 */
export async function requestJson<Answer>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await answered(path, {
    method,
    headers: { accept: "application/json", ...(body !== undefined && { "content-type": "application/json" }) },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
  const answer = await readJson(response, signal);
  if (response.ok && isObject(answer)) return answer as Answer;
  throw errorOf(response, answer);
}

/** One request for a file, whole. Rejects as `requestJson` does. */
export async function requestBlob(path: string, signal: AbortSignal): Promise<Blob> {
  const response = await answered(path, { signal });
  if (!response.ok) throw errorOf(response, await readJson(response, signal));
  try {
    return await response.blob();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new RequestError("unreachable", "The server's answer broke off.", response.status);
  }
}

async function answered(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new RequestError("unreachable", "The server did not answer.");
  }
}

/** The body as JSON, or undefined when it is none (a proxy's error page). A body that breaks off is no answer. */
async function readJson(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestError("unreachable", "The server's answer broke off.", response.status);
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function errorOf({ status, ok }: Response, answer: unknown): RequestError {
  if (status === 502 || status === 504) return new RequestError("unreachable", "The server did not answer.", status);
  const { message, error_code: code } = isObject(answer) ? answer : {};
  if (typeof message !== "string" || ok) {
    return new RequestError("broken", `The server answered with status ${status} and no explanation.`, status);
  }
  return new RequestError(status >= 500 ? "broken" : "refused", message, status, typeof code === "string" ? code : "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
