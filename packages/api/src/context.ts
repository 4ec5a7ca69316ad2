import type { PriceTable } from "@spanloom/conventions";
import type { Ingest } from "@spanloom/ingest";
import type { Store } from "@spanloom/store";
import type { Artifacts } from "./artifact-locations.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** What every handler is given. */
export interface ApiContext {
  readonly store: Store;
  readonly artifacts: Artifacts;
  /** Takes the spans that come as `traces.json`, so that they go the way of all others, and knows who sent what. */
  readonly ingest: Pick<Ingest, "traces" | "sources">;
  readonly prices: PriceTable;
  readonly server: ServerFacts;
  readonly tracking: TrackingSettings;
  readonly registry: RegistrySettings;
  readonly evaluation: EvaluationSettings;
}

/** What this process is and where it listens. */
export interface ServerFacts {
  /** Spanloom's own. */
  readonly version: string;
  /** 0: only the main port serves OTLP. */
  readonly otlpHttpPort: number;
  /** 0: off. */
  readonly otlpGrpcPort: number;
  /** The largest body that OTLP and the API take. */
  readonly maxBodyBytes: number;
  /** What stands before every path in the address that clients use: `/team/spanloom`, or nothing. Paths come without it. */
  readonly staticPrefix: string;
  /** Only the artifact proxy is served, and there is no database. */
  readonly artifactsOnly: boolean;
}

export interface TrackingSettings {
  /** Values of params, tags of runs and traces that are too long are cut; else they are refused. */
  readonly truncateLongValues: boolean;
}

export interface RegistrySettings {
  /** What sources of model versions must match; undefined takes any. */
  readonly sourcePattern: RegExp | undefined;
  readonly webhooks: WebhookSender;
}

export interface EvaluationSettings {
  /** Scorers that carry source code may be registered. Every program that loads such a scorer executes it. */
  readonly customScorers: boolean;
}
