export type { ApiContext, ServerFacts } from "./context.ts";
export { type Api, type ApiAnswer, type ApiOptions, type ApiRequest, createApi } from "./dispatch.ts";
