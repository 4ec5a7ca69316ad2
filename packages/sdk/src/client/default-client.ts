import { shared } from "../context/shared.ts";
import { tracing } from "../provider/tracing.ts";
import { type Client, createClient } from "./client.ts";

/** The client of the server that `init` named; another one once `init` names another. */
export function defaultClient(): Client {
  const { config } = tracing();
  const state = current();
  if (state.made === undefined || state.made.config !== config) state.made = { config, client: createClient() };
  return state.made.client;
}

const current = shared("default client", (): { made?: { config: object; client: Client } } => ({}));
