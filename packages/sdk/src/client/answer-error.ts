import { ApiError, type ErrorCode, errorStatus } from "@spanloom/wire";

/** The error that an answer of failure stands for: its body's code and sentence, else what its status says. */
export async function answerError(method: string, address: string, response: Response): Promise<ApiError> {
  const { status } = response;
  const body = await readObject(response);
  const retryAfterSeconds = secondsOf(response.headers.get("retry-after"));
  const named = body?.error_code;
  const code = typeof named === "string" && Object.hasOwn(errorStatus, named) ? (named as ErrorCode) : codeOf(status);
  const said = body?.message ?? body?.detail;
  const where = `${method} ${new URL(address).pathname}`;
  const message = typeof said === "string" && said !== "" ? said : `${where} was answered with status ${status}.`;
  return new ApiError(code, message, { httpStatus: status, retryAfterSeconds });
}

/** Nothing came, or not in time. The reason that the platform gave is the cause. */
export function connectionError(address: string, cause: unknown, timeoutMs: number | undefined): ApiError {
  const { origin } = new URL(address);
  return timeoutMs === undefined
    ? new ApiError("TEMPORARILY_UNAVAILABLE", `${origin} could not be reached: ${reasonOf(cause)}.`, {
        cause,
        httpStatus: 0,
      })
    : new ApiError("DEADLINE_EXCEEDED", `${origin} did not answer within ${timeoutMs} ms.`, { cause, httpStatus: 0 });
}

/** `fetch` says "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error && cause.message !== "") return cause.message;
  if (cause !== undefined && typeof (cause as { code?: unknown }).code === "string")
    return (cause as { code: string }).code;
  return error instanceof Error ? error.message : String(error);
}

async function readObject(response: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = JSON.parse(await response.text());
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** For answers without a code: of a proxy, or of a server that speaks another API. */
function codeOf(status: number): ErrorCode {
  return statusCodes[status] ?? (status >= 500 ? "INTERNAL_ERROR" : "BAD_REQUEST");
}

const statusCodes: Readonly<Record<number, ErrorCode>> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "ENDPOINT_NOT_FOUND",
  405: "ENDPOINT_NOT_FOUND",
  408: "DEADLINE_EXCEEDED",
  409: "RESOURCE_CONFLICT",
  429: "REQUEST_LIMIT_EXCEEDED",
  501: "NOT_IMPLEMENTED",
  502: "TEMPORARILY_UNAVAILABLE",
  503: "TEMPORARILY_UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). */
function secondsOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
