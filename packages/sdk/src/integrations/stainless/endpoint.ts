import type { Json } from "../shared/json.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import type { StreamGatherer } from "../shared/model-span.ts";

/** One kind of call of a provider's REST API: what its request and its answer mean. */
export interface Endpoint {
  /** `POST` unless said otherwise. */
  readonly method?: "get" | "post";
  /** Matched against the path that the client is asked for, without query. */
  readonly path: RegExp;
  readonly operation: ModelRequest["operation"];
  /** `body` is what the client sends as JSON, or the fields of a form. */
  request(body: Json): Omit<ModelRequest, "operation" | "provider">;
  response(answer: Json, body: Json): ModelResponse;
  /** Where the endpoint can stream. */
  stream?(body: Json): StreamGatherer;
}
