import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface ReceivedWebhook {
  readonly path: string;
  readonly deliveryId: string;
  readonly timestamp: string;
  readonly signature: string | undefined;
  /** As it came: the signature is over these characters. */
  readonly body: string;
  readonly entity: string;
  readonly action: string;
  readonly data: Record<string, unknown>;
}

/** What a receiver answers, by the number of times that it has seen the delivery, this one included. */
export type WebhookAnswer = (
  seen: number,
) => number | { readonly status: number; readonly headers: object } | undefined;

/** A program that webhooks are sent to. `answers` are by the last part of the path; without one it answers 200. */
export async function startWebhookReceiver(answers: Readonly<Record<string, WebhookAnswer>> = {}) {
  const received: ReceivedWebhook[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const { entity, action, data } = JSON.parse(body);
    const path = request.url!;
    const header = (name: string) => request.headers[name] as string;
    const deliveryId = header("x-mlflow-delivery-id");
    const timestamp = header("x-mlflow-timestamp");
    const signature = header("x-mlflow-signature");
    received.push({ path, deliveryId, timestamp, signature, body, entity, action, data });
    const seen = received.filter((webhook) => webhook.deliveryId === deliveryId).length;
    const answer = answers[path.split("/").at(-1)!]?.(seen) ?? 200;
    if (answer === never) return;
    const { status, headers } = typeof answer === "number" ? { status: answer, headers: {} } : answer;
    response.writeHead(status, { ...headers }).end("thanks");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    at: (path: string) => received.filter((webhook) => webhook.path === path),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As an answer: none at all. */
export const never = -1;

/** What MLflow's documentation tells receivers to do. */
export function isSignedWith(secret: string, webhook: ReceivedWebhook): boolean {
  const content = `${webhook.deliveryId}.${webhook.timestamp}.${webhook.body}`;
  const expected = Buffer.from(`v1,${createHmac("sha256", secret).update(content).digest("base64")}`);
  const given = Buffer.from(webhook.signature ?? "");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
