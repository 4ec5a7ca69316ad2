import { setTimeout as sleep } from "node:timers/promises";
import type { WebhookSender } from "@spanloom/api";
import type { Store, WebhookDelivery } from "@spanloom/store";
import type { Log } from "../log.ts";
import type { Job } from "./schedule.ts";

export interface DeliveryOptions {
  /** How often a delivery is tried again before it is given up. */
  readonly maxRetries: number;
  /** How long one try may take. */
  readonly timeoutMs: number;
}

/** How soon after a change its webhooks are called, at most; a request's transaction tells nobody but the table. */
const pollMs = 300;
const concurrency = 50;
/** About as many at once to one webhook: one that never answers must not hold up the others. */
const perWebhook = 5;
/** Beyond the time-out of a try: a replica that is silent for longer is taken for dead, and its deliveries done again. */
const claimMarginSeconds = 30;
const maxBackOffSeconds = 300;
const maxRetryAfterSeconds = 3600;
/** What a server that is told to stop waits for; the rest falls due again, and is done by the next. */
const graceMs = 5000;

/**
 * Delivers what changes have written for webhooks, until it is stopped. Deliveries are claimed in the database, so that
 * of several replicas one makes each; a replica that dies leaves its claims to the others. So everything is delivered at
 * least once, in no promised order.
 */
export function deliverWebhooks(
  { webhookDeliveries }: Pick<Store, "webhookDeliveries">,
  sender: Pick<WebhookSender, "send">,
  { maxRetries, timeoutMs }: DeliveryOptions,
  log: Log,
): { stop(): Promise<void> } {
  const underWay = new Map<Promise<void>, string>();
  const stopping = new AbortController();
  const pause = () => sleep(pollMs, undefined, { signal: stopping.signal }).catch(() => {});

  const deliver = async (delivery: WebhookDelivery): Promise<void> => {
    const outcome = await sender.send(delivery);
    if (outcome.taken) return webhookDeliveries.delivered(delivery);
    const { failure = "", worthAnotherTry = false, retryAfterSeconds } = outcome;
    const retry = worthAnotherTry && delivery.attempts <= maxRetries;
    if (!retry)
      log.warn("webhook not delivered", { url: originOf(delivery.url), deliveryId: delivery.deliveryId, failure });
    await webhookDeliveries.failed(
      delivery,
      failure,
      retry ? backOff(delivery.attempts, retryAfterSeconds) : undefined,
    );
  };

  const start = (delivery: WebhookDelivery): void => {
    const done: Promise<void> = deliver(delivery)
      .catch((error) => log.warn("webhook delivery", { error }))
      .finally(() => underWay.delete(done));
    underWay.set(done, delivery.webhookId);
  };

  const busyWebhooks = (): string[] => {
    const counts = Map.groupBy(underWay.values(), (webhookId) => webhookId);
    return [...counts].filter(([, all]) => all.length >= perWebhook).map(([webhookId]) => webhookId);
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const limit = concurrency - underWay.size;
      const claimSeconds = timeoutMs / 1000 + claimMarginSeconds;
      const claimed = await webhookDeliveries
        .claim({ limit, perWebhook, busy: busyWebhooks(), claimSeconds })
        .catch((error): WebhookDelivery[] => {
          log.warn("webhook deliveries", { error });
          return [];
        });
      claimed.forEach(start);
      if (underWay.size === concurrency) await Promise.race(underWay.keys());
      else if (claimed.length === 0) await pause();
    }
  };

  const running = run();
  return {
    async stop() {
      stopping.abort();
      const ended = running.then(() => Promise.all(underWay.keys()));
      await Promise.race([ended, sleep(graceMs, undefined, { ref: false })]);
    },
  };
}

/** Deliveries that are done with are kept for a week, for whoever asks what became of one. */
export const cleanWebhookDeliveries: Job = {
  name: "webhook-deliveries",
  everyMs: 3_600_000,
  level: "debug",
  async run({ webhookDeliveries }) {
    const removed = await webhookDeliveries.clean(7);
    return removed === 0 ? undefined : { removed };
  },
};

/** 1 s, 2 s, 4 s, … and up to as much again, so that what failed together does not come back together. */
function backOff(attempts: number, retryAfterSeconds = 0): number {
  const seconds = Math.min(2 ** (attempts - 1), maxBackOffSeconds) * (1 + Math.random());
  return Math.max(seconds, Math.min(retryAfterSeconds, maxRetryAfterSeconds));
}

/** Paths and queries of webhooks hold tokens, which have no place in a log. */
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "");
