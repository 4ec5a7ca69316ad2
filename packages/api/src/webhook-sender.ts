/** How webhooks are reached. The API decides what is sent; the server process owns the way out. */
export interface WebhookSender {
  /** Throws INVALID_PARAMETER_VALUE for an address that this server does not send to. */
  check(url: string): Promise<void>;
  /** Sends once. Always resolves: what went wrong is in the outcome. */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}

export interface WebhookMessage {
  /** The same when it is sent again, so that a receiver knows what it has seen. */
  readonly deliveryId: string;
  readonly url: string;
  /** Signs the message; undefined leaves it unsigned. */
  readonly secret: string | undefined;
  readonly body: string;
}

export interface WebhookOutcome {
  /** Whether it was taken: answered with a status of 200 to 299. */
  readonly taken: boolean;
  /** What was answered, the text cut to a readable length; absent where nothing was. */
  readonly status?: number;
  readonly text?: string;
  /** Why it was not taken. */
  readonly failure?: string;
  /** Whether it may be taken when sent again: the receiver said so, or nothing was answered. */
  readonly worthAnotherTry?: boolean;
  /** How long the receiver asks to be left alone. */
  readonly retryAfterSeconds?: number | undefined;
}
