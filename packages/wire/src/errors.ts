/** The codes that clients know, with the HTTP status that each one is answered with. */
export const errorStatus = {
  INVALID_PARAMETER_VALUE: 400,
  RESOURCE_ALREADY_EXISTS: 400,
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  CUSTOMER_UNAUTHORIZED: 401,
  PERMISSION_DENIED: 403,
  RESOURCE_DOES_NOT_EXIST: 404,
  NOT_FOUND: 404,
  ENDPOINT_NOT_FOUND: 404,
  RESOURCE_CONFLICT: 409,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  REQUEST_LIMIT_EXCEEDED: 429,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL_ERROR: 500,
  INVALID_STATE: 500,
  DATA_LOSS: 500,
  FEATURE_DISABLED: 500,
  NOT_IMPLEMENTED: 501,
  TEMPORARILY_UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const satisfies Record<string, number>;

/** The codes of errors, by which a client decides what to do. */
export type ErrorCode = keyof typeof errorStatus;

/**
 * An error that a client may see. Everything else that is thrown is a bug and answered as INTERNAL_ERROR. What a client's call
 * rejects with is the same, read from the answer.
 *
 * @example
 * const client = createClient({ url: "http://localhost:5000" });
 * await client.getExperiment("404").catch((error) => {
 *   if (!(error instanceof ApiError) || error.code !== "RESOURCE_DOES_NOT_EXIST") throw error;
 * });
 */
export class ApiError extends Error {
  readonly code: ErrorCode;
  /** Of a client's error: what the server answered with; 0 where nothing came. */
  readonly httpStatus: number;
  /** For 429 and 503: how long the client should wait. */
  readonly retryAfterSeconds: number | undefined;
  /** For a mistake in a search text: characters `position` up to `end` of it. */
  readonly place: { readonly position: number; readonly end: number } | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & Partial<Pick<ApiError, "httpStatus" | "retryAfterSeconds" | "place">> = {},
  ) {
    super(message, options);
    this.name = "ApiError";
    this.code = code;
    this.httpStatus = options.httpStatus ?? errorStatus[code];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.place = options.place;
  }

  /** The body of the answer. */
  toJSON(): { error_code: ErrorCode; message: string; position?: number; end?: number } {
    return { error_code: this.code, message: this.message, ...this.place };
  }
}

/** `throw notFound("Trace", traceId)`: "Trace with ID 'tr-…' not found." */
export function notFound(kind: string, id: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `${kind} with ID '${shortened(id)}' not found.`);
}

/** `throw invalidParameter("max_results", "must be between 1 and 500", 0)` */
export function invalidParameter(name: string, rule: string, value?: unknown): ApiError {
  const given = value === undefined ? "" : ` Got ${shown(value)}.`;
  return new ApiError("INVALID_PARAMETER_VALUE", `Invalid value for parameter '${name}': it ${rule}.${given}`);
}

/** A required parameter was absent or empty. Clients' tests match this text. */
export function missingParameter(name: string): ApiError {
  return new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`,
  );
}

/** A value of the wrong type. Clients' tests match this text. */
export function wrongType(name: string, value: unknown): ApiError {
  return new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid value ${shown(value)} for parameter '${name}' supplied:  Hint: Value was of type '${pythonType(value)}'. ` +
      "See the API docs for more information about request parameters.",
  );
}

export function alreadyExists(message: string): ApiError {
  return new ApiError("RESOURCE_ALREADY_EXISTS", message);
}

/** Bytes that are not the OTLP message they should be. The message says where, and what would be right. */
export class OtlpDecodeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "OtlpDecodeError";
  }
}

/** A value as it can stand in a message: JSON, cut to a readable length. */
export function shown(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  try {
    return shortened(
      JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner)) ?? "null",
    );
  } catch {
    return `a ${typeof value}`;
  }
}

function shortened(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}… (${text.length} characters)`;
}

/** Clients are Python programs and their messages name Python's types. */
function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "NoneType";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value))) return "int";
  if (typeof value === "number") return "float";
  return Array.isArray(value) ? "list" : "dict";
}
