/**
 * The one error that leaves the data layer. `unreachable`: no answer (the server is down or we are offline).
 * `refused`: the server said no, and `message` is its sentence, fit to be shown. `broken`: the server failed, or
 * answered with something that is not ours (a proxy's page).
 */
export class RequestError extends Error {
  override name = "RequestError";
  readonly kind: "unreachable" | "refused" | "broken";
  /** HTTP status, 0 when there was no answer. */
  readonly status: number;
  /** The API's error code, such as RESOURCE_DOES_NOT_EXIST; empty when the answer had none. */
  readonly code: string;

  constructor(kind: RequestError["kind"], message: string, status = 0, code = "") {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof RequestError && error.status === 404;
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof RequestError && error.kind === "unreachable";
}

/** The server said no: what was asked for is not there, or its name cannot be one. */
export function isRefused(error: unknown): boolean {
  return error instanceof RequestError && error.kind === "refused";
}
