import { randomUUID } from "node:crypto";
import {
  ApiError,
  invalidParameter,
  type Webhook,
  type WebhookAction,
  type WebhookEntity,
  type WebhookStatus,
} from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { type Sql, sql } from "./postgres/sql.ts";
import { storableText } from "./storable-text.ts";
import type { WebhookEventName } from "./webhook-events.ts";

export interface WebhookChange {
  readonly name?: string | undefined;
  /** Empty takes the description away. */
  readonly description?: string | undefined;
  readonly url?: string | undefined;
  readonly events?: readonly WebhookEventName[] | undefined;
  /** Empty takes the secret away. */
  readonly secret?: string | undefined;
  readonly status?: WebhookStatus | undefined;
}

/** Where deliveries go, with the secret that they are signed with: for the sender's eyes only. */
export interface WebhookTarget {
  readonly url: string;
  readonly secret: string | undefined;
  readonly events: readonly WebhookEventName[];
}

/** Who wants to be told of which events. */
export class Webhooks {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  async create(made: WebhookChange & Required<Pick<WebhookChange, "name" | "url" | "events">>): Promise<Webhook> {
    const now = Date.now();
    const [row] = await this.#db.query<Columns>(sql`
      insert into webhooks (webhook_id, name, description, url, secret, events, status, creation_time_ms, last_updated_time_ms)
      values (${randomUUID()}, ${made.name}, ${storable(made.description)}, ${storable(made.url)}, ${storable(made.secret)},
        ${[...made.events]}::text[], ${made.status ?? "ACTIVE"}, ${now}, ${now})
      returning ${columns}`);
    return webhookOf(row!);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(webhookId: string): Promise<Webhook> {
    const [row] = await this.#db.query<Columns>(sql`select ${columns} from webhooks where ${is(webhookId)}`);
    if (row === undefined) throw webhookNotFound(webhookId);
    return webhookOf(row);
  }

  /** Newest first. Throws INVALID_PARAMETER_VALUE for a page token that is none. */
  async list(limit: number, pageToken: string | undefined): Promise<{ webhooks: Webhook[]; nextPageToken?: string }> {
    const rows = await this.#db.query<Columns>(sql`
      select ${columns} from webhooks where ${pageToken === undefined ? sql`true` : beyond(pageToken)}
      order by creation_time_ms desc, webhook_id limit ${limit + 1}`);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      webhooks: page.map(webhookOf),
      ...(rows.length > limit && last && { nextPageToken: `${last.creation_time_ms}_${last.webhook_id}` }),
    };
  }

  /** Changes what is given. Throws RESOURCE_DOES_NOT_EXIST. */
  async update(webhookId: string, change: WebhookChange): Promise<Webhook> {
    const { name, description, url, events, secret, status } = change;
    const set = (column: Sql, value: unknown, given: boolean) => (given ? sql`, ${column} = ${value}` : sql``);
    const [row] = await this.#db.query<Columns>(sql`
      update webhooks set last_updated_time_ms = ${Date.now()}
        ${set(sql`name`, name, name !== undefined)}
        ${set(sql`description`, storable(description), description !== undefined)}
        ${set(sql`url`, storable(url), url !== undefined)}
        ${set(sql`events`, events && [...events], events !== undefined)}
        ${set(sql`secret`, storable(secret), secret !== undefined)}
        ${set(sql`status`, status, status !== undefined)}
      where ${is(webhookId)} returning ${columns}`);
    if (row === undefined) throw webhookNotFound(webhookId);
    return webhookOf(row);
  }

  /** With what was still to be delivered. Throws RESOURCE_DOES_NOT_EXIST. */
  async delete(webhookId: string): Promise<void> {
    const deleted = await this.#db.execute(sql`delete from webhooks where ${is(webhookId)}`);
    if (deleted === 0) throw webhookNotFound(webhookId);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async target(webhookId: string): Promise<WebhookTarget> {
    const [row] = await this.#db.query<{ url: string; secret: string | null; events: WebhookEventName[] }>(
      sql`select url, secret, events from webhooks where ${is(webhookId)}`,
    );
    if (row === undefined) throw webhookNotFound(webhookId);
    return { url: row.url, secret: row.secret ?? undefined, events: row.events };
  }
}

function webhookNotFound(webhookId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Webhook with ID ${webhookId} not found.`);
}

const is = (webhookId: string): Sql => sql`webhook_id = ${storableText(webhookId)}`;

const storable = (text: string | undefined): string | null => storableText(text ?? "") || null;

function beyond(token: string): Sql {
  const match = /^(\d{1,16})_([0-9a-f-]{36})$/.exec(token);
  if (match === null) throw invalidParameter("page_token", "must be the next_page_token of an earlier answer", token);
  const [, time, id] = match;
  return sql`(creation_time_ms < ${time}::bigint or creation_time_ms = ${time}::bigint and webhook_id > ${id})`;
}

const columns = sql`webhook_id, name, description, url, events, status, creation_time_ms, last_updated_time_ms`;

interface Columns {
  readonly webhook_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly url: string;
  readonly events: readonly string[];
  readonly status: WebhookStatus;
  readonly creation_time_ms: bigint;
  readonly last_updated_time_ms: bigint;
}

function webhookOf(row: Columns): Webhook {
  return {
    webhook_id: row.webhook_id,
    name: row.name,
    ...(row.description !== null && { description: row.description }),
    url: row.url,
    events: row.events.map((event) => {
      const [entity, action] = event.toUpperCase().split(".");
      return { entity: entity as WebhookEntity, action: action as WebhookAction };
    }),
    status: row.status,
    creation_timestamp: Number(row.creation_time_ms),
    last_updated_timestamp: Number(row.last_updated_time_ms),
  };
}
