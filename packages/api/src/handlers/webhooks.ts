import { randomUUID } from "node:crypto";
import { type WebhookEventName, webhookBody, webhookEvents } from "@spanloom/store";
import { ApiError, invalidParameter, missingParameter, type WebhookEvent, type webhookRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, required } from "../parameters.ts";
import { registryTextParameter } from "../registry-parameters.ts";

export const webhooks: Handlers<typeof webhookRoutes> = {
  async createWebhook({ store, registry }, request) {
    const name = nameParameter(required("name", request.name));
    const url = registryTextParameter("url", required("url", request.url), maxUrlLength);
    if (request.events.length === 0) throw missingParameter("events");
    const made = { ...request, name, url, events: eventParameters(request.events), ...textParameters(request) };
    await registry.webhooks.check(url);
    return { webhook: await store.webhooks.create(made) };
  },

  async listWebhooks({ store }, { max_results, page_token }) {
    // Clients send 0 for "as many as usual".
    const limit = boundedParameter("max_results", max_results || undefined, 100, 1000);
    const page = await store.webhooks.list(limit, page_token || undefined);
    return { webhooks: page.webhooks, next_page_token: page.nextPageToken };
  },

  async getWebhook({ store }, { webhook_id }) {
    return { webhook: await store.webhooks.get(required("webhook_id", webhook_id)) };
  },

  async updateWebhook({ store, registry }, request) {
    const webhookId = required("webhook_id", request.webhook_id);
    await store.webhooks.get(webhookId);
    const name = request.name ? nameParameter(request.name) : undefined;
    const url = registryTextParameter("url", request.url, maxUrlLength) || undefined;
    const events = request.events.length === 0 ? undefined : eventParameters(request.events);
    if (url !== undefined) await registry.webhooks.check(url);
    const change = { ...textParameters(request), status: request.status, name, url, events };
    return { webhook: await store.webhooks.update(webhookId, change) };
  },

  async deleteWebhook({ store }, { webhook_id }) {
    await store.webhooks.delete(required("webhook_id", webhook_id));
    return {};
  },

  async testWebhook({ store, registry }, { webhook_id, event }) {
    const { url, secret, events } = await store.webhooks.target(required("webhook_id", webhook_id));
    const name = event === undefined ? events[0]! : eventParameter(event);
    const body = webhookBody(name, webhookEvents[name]);
    const outcome = await registry.webhooks.send({ deliveryId: randomUUID(), url, secret, body });
    return {
      result: {
        success: outcome.taken,
        response_status: outcome.status,
        response_body: outcome.text,
        error_message: outcome.failure,
      },
    };
  },
};

const maxUrlLength = 2000;
const maxTextLength = 1000;

function textParameters({ description, secret }: { readonly description?: string; readonly secret?: string }) {
  registryTextParameter("description", description, maxTextLength);
  registryTextParameter("secret", secret, maxTextLength);
  return { description, secret };
}

function nameParameter(name: string): string {
  if (/^(?=.{1,63}$)[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)) return name;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Webhook name '${name}' is invalid: it must have 1 to 63 letters, digits, dots, underscores and dashes, and start ` +
      "and end with a letter or digit.",
  );
}

/** Each once. */
function eventParameters(events: readonly WebhookEvent[]): WebhookEventName[] {
  return [...new Set(events.map(eventParameter))];
}

function eventParameter({ entity, action }: WebhookEvent): WebhookEventName {
  if (entity === undefined) throw missingParameter("entity");
  if (action === undefined) throw missingParameter("action");
  const name = `${entity}.${action}`.toLowerCase();
  if (Object.hasOwn(webhookEvents, name)) return name as WebhookEventName;
  const known = Object.keys(webhookEvents).filter((event) => event.startsWith(`${entity.toLowerCase()}.`));
  const actions = known.map((event) => event.split(".")[1]);
  if (actions.length === 0) throw invalidParameter("entity", "must be one that there are events of", entity);
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid action '${action.toLowerCase()}' for entity '${entity.toLowerCase()}'. Valid actions are: ${actions.join(", ")}`,
  );
}
