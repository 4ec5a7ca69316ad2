export { createArtifactApi } from "./artifact-api.ts";
export { type ArtifactSettings, type Artifacts, below, openArtifacts } from "./artifact-locations.ts";
export type { ApiContext, ServerFacts } from "./context.ts";
export { type Api, type ApiAnswer, type ApiOptions, type ApiRequest, createApi } from "./dispatch.ts";
export type { WebhookMessage, WebhookOutcome, WebhookSender } from "./webhook-sender.ts";
