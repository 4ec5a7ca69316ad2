import type { Pool } from "./postgres/db.ts";
import { sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";

/** One thing to tell one webhook, claimed by whoever was given it. */
export interface WebhookDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly url: string;
  readonly secret: string | undefined;
  readonly body: string;
  /** This one counted. */
  readonly attempts: number;
}

/** What is still to be told to webhooks. */
export class WebhookDeliveries {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /**
   * Takes up to `limit` deliveries that are due, and of each webhook up to `perWebhook`, so that a slow one does not keep
   * the others waiting; of those in `busy` none. Nobody else has them for `claimSeconds`, and a claim that nothing came of
   * falls due again. What has been disabled since is dropped here, and not sent.
   */
  async claim(claim: {
    readonly limit: number;
    readonly perWebhook: number;
    readonly busy: readonly string[];
    readonly claimSeconds: number;
  }): Promise<WebhookDelivery[]> {
    const { limit, perWebhook, busy, claimSeconds } = claim;
    const rows = await this.#db.query<{
      delivery_id: string;
      webhook_id: string;
      active: boolean;
      url: string;
      secret: string | null;
      body: string;
      attempts: number;
    }>(sql`
      with due as (
        select of_webhook.delivery_id
        from webhooks, lateral (
          select delivery_id from webhook_deliveries
          where webhook_deliveries.webhook_id = webhooks.webhook_id and due_at <= now()
          order by due_at limit ${perWebhook} for update skip locked
        ) as of_webhook
        where webhooks.webhook_id <> all(${[...busy]}::text[])
        limit ${limit}
      )
      update webhook_deliveries as d
      set attempts = case when w.status = 'ACTIVE' then attempts + 1 else attempts end,
        due_at = case when w.status = 'ACTIVE' then now() + make_interval(secs => ${claimSeconds}) end,
        failure = case when w.status = 'ACTIVE' then failure else 'The webhook was disabled.' end
      from due, webhooks as w
      where d.delivery_id = due.delivery_id and w.webhook_id = d.webhook_id
      returning d.delivery_id, d.webhook_id, w.status = 'ACTIVE' as active, w.url, w.secret, d.body, d.attempts`);
    return rows
      .filter((row) => row.active)
      .map((row) => ({
        deliveryId: row.delivery_id,
        webhookId: row.webhook_id,
        url: row.url,
        secret: row.secret ?? undefined,
        body: row.body,
        attempts: row.attempts,
      }));
  }

  async delivered({ deliveryId, attempts }: WebhookDelivery): Promise<void> {
    await this.#db.execute(sql`
      update webhook_deliveries set delivered_at = now(), due_at = null, failure = null
      where delivery_id = ${deliveryId} and attempts = ${attempts}`);
  }

  /** Tried again after `retrySeconds`; given up where that is undefined. */
  async failed(
    { deliveryId, attempts }: WebhookDelivery,
    reason: string,
    retrySeconds: number | undefined,
  ): Promise<void> {
    const due = retrySeconds === undefined ? sql`null` : sql`now() + make_interval(secs => ${retrySeconds})`;
    await this.#db.execute(sql`
      update webhook_deliveries set due_at = ${due}, failure = ${storableText(reason).slice(0, 1000)}
      where delivery_id = ${deliveryId} and attempts = ${attempts}`);
  }

  /** Forgets what was delivered or given up and is older than `days`; how many. */
  async clean(days: number): Promise<number> {
    return this.#db.execute(sql`
      delete from webhook_deliveries where due_at is null and created_at < now() - make_interval(days => ${days})`);
  }
}
