import type { Db } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";

/** Every event that a webhook can ask for, with an example of what it is told. The last is never sent from here. */
export const webhookEvents = {
  "registered_model.created": {
    name: "churn",
    tags: { team: "growth" },
    description: "Customers that will leave",
  },
  "model_version.created": {
    name: "churn",
    version: "1",
    source: "models:/m-0123456789abcdef0123456789abcdef",
    run_id: "0123456789abcdef0123456789abcdef",
    tags: { validated: "no" },
    description: "First try",
  },
  "model_version_tag.set": { name: "churn", version: "1", key: "validated", value: "yes" },
  "model_version_tag.deleted": { name: "churn", version: "1", key: "validated" },
  "model_version_alias.created": { name: "churn", alias: "champion", version: "1" },
  "model_version_alias.deleted": { name: "churn", alias: "champion" },
  "prompt.created": { name: "summarise", tags: { team: "support" }, description: "Sums up a ticket" },
  "prompt_version.created": {
    name: "summarise",
    version: "1",
    template: "Sum up {{ticket}}.",
    tags: { language: "en" },
    description: "First try",
  },
  "prompt_tag.set": { name: "summarise", key: "team", value: "support" },
  "prompt_tag.deleted": { name: "summarise", key: "team" },
  "prompt_version_tag.set": { name: "summarise", version: "1", key: "language", value: "en" },
  "prompt_version_tag.deleted": { name: "summarise", version: "1", key: "language" },
  "prompt_alias.created": { name: "summarise", alias: "production", version: "1" },
  "prompt_alias.deleted": { name: "summarise", alias: "production" },
  "budget_policy.exceeded": {
    budget_policy_id: "bp-1",
    budget_unit: "USD",
    budget_amount: 100,
    current_spend: 101.5,
    duration_unit: "MONTHS",
    duration_value: 1,
    target_scope: "GLOBAL",
    workspace: "default",
    target_value: null,
    window_start: 1_767_225_600_000,
  },
} as const satisfies Record<string, object>;

export type WebhookEventName = keyof typeof webhookEvents;

/**
 * Writes a delivery for each active webhook that asked for the event, in the transaction of the change itself: what was
 * committed is told, and what was rolled back is not. A webhook that is removed at this moment is passed over.
 */
export async function enqueueWebhooks(db: Db, event: WebhookEventName, data: object): Promise<void> {
  await db.execute(delivery(event, data, sql`(values (1)) as change (made)`));
}

/** The same as a part of the statement that makes the change; `change` has a row if it was made. */
export function delivery(event: WebhookEventName, data: object, change: Sql): Sql {
  return sql`
    insert into webhook_deliveries (delivery_id, webhook_id, event, body)
    select gen_random_uuid()::text, webhook_id, ${event}, ${webhookBody(event, data)}
    from (select from ${change}) as change, webhooks where status = 'ACTIVE' and ${event} = any(events)
    for key share of webhooks`;
}

/** What is sent, as text: the signature is over these very characters. */
export function webhookBody(event: WebhookEventName, data: object): string {
  const [entity, action] = event.split(".");
  return JSON.stringify({ entity, action, timestamp: new Date().toISOString(), data });
}
