import { type Api, createApi, openArtifacts, type ServerFacts, type WebhookSender } from "@spanloom/api";
import type { ArtifactStore } from "@spanloom/artifacts";
import { Ingest } from "@spanloom/ingest";
import { openStore, type Store } from "@spanloom/store";
import { artifactNotices, artifactPlaces } from "./config/artifact-places.ts";
import type { Options } from "./config/options.ts";
import { loadPrices } from "./config/prices.ts";
import { openDatabase } from "./database.ts";
import type { Log } from "./log.ts";
import { createWebhookSender } from "./webhooks/sender.ts";

/** Everything behind the ports. */
export interface Core {
  /** Where the data are, for people. */
  readonly place: string;
  readonly store: Store;
  readonly ingest: Ingest;
  readonly webhooks: WebhookSender;
  /** Where their files are, for people. */
  readonly artifactsPlace: string;
  /** One sentence each. */
  readonly notices: readonly string[];
  /** What stands behind the artifact proxy. */
  artifactStore(): ArtifactStore;
  api(facts: Omit<ServerFacts, "artifactsOnly">): Api;
}

/** Opens what the options name, in the order in which one needs the other; `onClose` gets what undoes each step. */
export async function openCore(
  options: Options,
  log: Log,
  onClose: (undo: () => unknown) => void,
  connect: typeof openDatabase = openDatabase,
): Promise<Core> {
  const prices = loadPrices(options.prices);
  const places = artifactPlaces(options);
  const artifacts = await openArtifacts(places);
  const database = await connect(options, log);
  onClose(() => database.stop());
  const store = await openStore({
    connectionString: database.connectionString,
    idleSeconds: options.traceIdleSeconds,
    artifactRoot: places.defaultRoot,
    onError: (error) => log.warn("postgres connection", { error }),
  });
  onClose(() => store.close());
  const ingest = new Ingest({ store, prices, limits: options, log: (message, error) => log.warn(message, { error }) });
  onClose(() => ingest.close());
  const webhooks = createWebhookSender({
    schemes: options.webhookAllowedSchemes,
    allowPrivate: options.webhookAllowPrivateIps,
    timeoutMs: options.webhookRequestTimeout * 1000,
  });
  return {
    place: database.place,
    notices: artifactNotices(options, places),
    artifactsPlace: places.serve ? artifacts.proxied().place : places.defaultRoot,
    store,
    ingest,
    webhooks,
    artifactStore: () => artifacts.proxied(),
    api: (facts) =>
      createApi(
        {
          store,
          artifacts,
          ingest,
          prices,
          server: { ...facts, artifactsOnly: false },
          tracking: { truncateLongValues: options.truncateLongValues },
          registry: { sourcePattern: options.modelVersionSourceRegex, webhooks },
          evaluation: { customScorers: options.enableCustomScorers },
        },
        // Without its headers: they may hold a password.
        { onBug: (error, { method, path, query }) => log.error("request failed", { error, method, path, query }) },
      ),
  };
}
