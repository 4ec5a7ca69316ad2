import { ArtifactError, type ArtifactProblem } from "@spanloom/artifacts";
import { FilterError } from "@spanloom/filter";
import { IngestError } from "@spanloom/ingest";
import { isTransient } from "@spanloom/store";
import {
  ApiError,
  createMatcher,
  decodeQuery,
  decodeRestJson,
  type ErrorCode,
  encodeRestJson,
  type FoundRoute,
  invalidParameter,
  type JsonValue,
  type MessageType,
  OtlpDecodeError,
  parseQuery,
  parseRestBody,
  type RpcName,
  routeTable,
  rpcs,
  workspaceHeader,
  workspaceProblem,
} from "@spanloom/wire";
import { claimedUser } from "./claimed-user.ts";
import type { ApiContext } from "./context.ts";
import { EndpointOff } from "./endpoint-off.ts";
import type { Call, RequestHeaders, StreamHandler } from "./handler.ts";
import { handlers } from "./handlers/index.ts";

/** A request as any HTTP server can give it. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query, percent-encoding as it came. */
  readonly path: string;
  /** Without `?`. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /** The body as it comes, however long. Of this and `readBody` one is used, at most once; both throw `ApiError`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body, decompressed. */
  readBody(): Promise<Uint8Array>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

export interface Api {
  /** Always resolves: what went wrong is in the answer. Who knows the row that is asked for tells it. */
  dispatch(request: ApiRequest, found?: FoundRoute): Promise<ApiAnswer>;
}

export interface ApiOptions {
  /** Told of errors that are bugs; their cause is not in the answer. */
  readonly onBug: (error: unknown, request: ApiRequest) => void;
  /** Where only some rows are served: their names. */
  readonly only?: ReadonlySet<string>;
}

/** From a request to its answer: finds the row, decodes, calls the handler, encodes. */
export function createApi(context: ApiContext, { onBug, only }: ApiOptions): Api {
  const match = createMatcher(routeTable);
  const answerError = (error: unknown, request: ApiRequest): ApiAnswer => {
    if (error instanceof EndpointOff) return { status: 503, headers: plainText, body: `${error.message}\n` };
    if (error instanceof ArtifactError) return artifactErrorAnswer(error);
    const apiError = asApiError(error);
    if (apiError === undefined) {
      onBug(error, request);
      return errorAnswer(new ApiError("INTERNAL_ERROR", "Something went wrong here; the server's log says what."));
    }
    return errorAnswer(apiError);
  };
  return {
    async dispatch(request, found = match(request.method, request.path)) {
      try {
        if (only !== undefined) checkServed(only, found, request);
        return await answer(context, found, request);
      } catch (error) {
        return answerError(error, request);
      }
    },
  };
}

function checkServed(only: ReadonlySet<string>, found: FoundRoute, { path }: ApiRequest): void {
  if (found !== undefined && "name" in found && only.has(found.name)) return;
  throw new EndpointOff(
    `Endpoint ${path} disabled: this server runs with --artifacts-only. Start it without to have it serve everything.`,
  );
}

async function answer(context: ApiContext, found: FoundRoute, request: ApiRequest): Promise<ApiAnswer> {
  const { method, path } = request;
  // What the HTTP layer answers itself does not come here.
  if (found === undefined || ("row" in found && found.row.http)) {
    throw new ApiError("ENDPOINT_NOT_FOUND", `There is no endpoint at ${path}.`);
  }
  if (!("row" in found)) {
    const error = new ApiError("BAD_REQUEST", `${path} does not take ${method}, but ${found.join(" and ")}.`);
    return { ...errorAnswer(error), status: 405, headers: { ...jsonHeaders, Allow: found.join(", ") } };
  }
  const { name, row, params } = found;
  // By this one a client finds out that there are no other workspaces.
  if (name !== "getServerInfo") checkWorkspace(request.headers);
  if (row.unserved !== undefined) throw new ApiError("NOT_IMPLEMENTED", `${name} is not served: ${row.unserved}.`);
  if (row.stream) return streamAnswer(context, name, params, request);
  const rpc = rpcs[name as RpcName] as { request: MessageType<object>; response: MessageType<object> };
  const message = await readRequest(rpc.request, params, request);
  const { headers } = request;
  const call = { baseUrl: baseUrlOf(headers) + context.server.staticPrefix, claimedUser: claimedUser(headers) };
  const response = await (handlers as RpcHandlers)[name]!(context, message, call);
  return { status: 200, headers: jsonHeaders, body: encodeRestJson(rpc.response, response) };
}

/** Not MLflow's FEATURE_DISABLED: that is a 500, which its clients try again for minutes. */
function checkWorkspace(headers: RequestHeaders): void {
  const problem = workspaceProblem(headers[workspaceHeader]?.toString());
  if (problem !== undefined) throw new ApiError("NOT_IMPLEMENTED", problem);
}

type RpcHandlers = Record<string, (context: ApiContext, request: object, call: Call) => Promise<object>>;

/** A proxy in front that ends TLS says so. */
function baseUrlOf({ host, "x-forwarded-proto": forwarded }: RequestHeaders): string {
  return `${forwarded === "https" ? "https" : "http"}://${host ?? "localhost"}`;
}

async function streamAnswer(
  context: ApiContext,
  name: string,
  params: Readonly<Record<string, string>>,
  request: ApiRequest,
): Promise<ApiAnswer> {
  const handler = (handlers as unknown as Record<string, StreamHandler>)[name]!;
  const { method, query, headers, body } = request;
  const answer = await handler(context, {
    method,
    params,
    query: Object.fromEntries(parseQuery(query)),
    queryString: query,
    headers,
    body,
    readBody: () => request.readBody(),
  });
  return { status: 200, ...answer };
}

/** GET has its fields in the query, every other method in the body; what stands in the path wins over both. */
async function readRequest(
  type: MessageType<object>,
  params: Readonly<Record<string, string>>,
  request: ApiRequest,
): Promise<object> {
  const message =
    request.method === "GET" || request.method === "HEAD"
      ? decodeQuery(type, request.query)
      : decodeRestJson(type, await readJson(request));
  for (const [name, value] of Object.entries(params)) (message as Record<string, string>)[name] = value;
  return message;
}

async function readJson(request: ApiRequest): Promise<JsonValue> {
  checkContentType(request);
  return parseRestBody(new TextDecoder().decode(await request.readBody()));
}

/** POST and PUT must say that they carry JSON; PATCH and DELETE are not asked. */
function checkContentType({ method, headers }: ApiRequest): void {
  const contentType = headers["content-type"] as string | undefined;
  if (method !== "POST" && method !== "PUT") return;
  if (contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json") return;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Bad Request. Content-Type must be one of ['application/json'], got '${contentType ?? ""}'.`,
  );
}

const jsonHeaders = { "Content-Type": "application/json" } as const;
const plainText = { "Content-Type": "text/plain; charset=utf-8" } as const;

function errorAnswer(error: ApiError): ApiAnswer {
  const headers: Record<string, string> = { ...jsonHeaders };
  if (error.retryAfterSeconds !== undefined) headers["Retry-After"] = String(error.retryAfterSeconds);
  return { status: error.httpStatus, headers, body: JSON.stringify(error) };
}

/** A full disk is 507: clients try a 503 for minutes, and it will not get better by itself. */
function artifactErrorAnswer(error: ArtifactError): ApiAnswer {
  const answer = errorAnswer(new ApiError(artifactErrorCodes[error.problem], error.message, { cause: error }));
  return error.problem === "out-of-space" ? { ...answer, status: 507 } : answer;
}

const artifactErrorCodes: Readonly<Record<ArtifactProblem, ErrorCode>> = {
  "invalid-path": "INVALID_PARAMETER_VALUE",
  "is-directory": "INVALID_PARAMETER_VALUE",
  "not-a-directory": "INVALID_PARAMETER_VALUE",
  "invalid-parts": "INVALID_PARAMETER_VALUE",
  "no-such-artifact": "RESOURCE_DOES_NOT_EXIST",
  "no-such-upload": "RESOURCE_DOES_NOT_EXIST",
  "out-of-space": "RESOURCE_EXHAUSTED",
  forbidden: "PERMISSION_DENIED",
  unavailable: "TEMPORARILY_UNAVAILABLE",
  unsupported: "NOT_IMPLEMENTED",
};

/** The errors of other packages, said in the API's words; `undefined` for a bug. */
function asApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof FilterError) {
    const { position, end } = error;
    return new ApiError("INVALID_PARAMETER_VALUE", error.message, { cause: error, place: { position, end } });
  }
  if (error instanceof OtlpDecodeError) return invalidParameter("body", `must hold spans: ${error.message}`);
  if (error instanceof IngestError) return ingestError(error);
  if (isTransient(error)) {
    return new ApiError("TEMPORARILY_UNAVAILABLE", "The database does not answer. Try again in a moment.", {
      cause: error,
      retryAfterSeconds: 2,
    });
  }
  return undefined;
}

function ingestError(error: IngestError): ApiError {
  switch (error.reason) {
    case "undecodable":
      return new ApiError("INVALID_PARAMETER_VALUE", error.message, { cause: error });
    case "unknown-experiment":
      return new ApiError("RESOURCE_DOES_NOT_EXIST", error.message, { cause: error });
    default:
      return new ApiError("TEMPORARILY_UNAVAILABLE", error.message, {
        cause: error,
        retryAfterSeconds: error.retryAfterSeconds ?? 2,
      });
  }
}
