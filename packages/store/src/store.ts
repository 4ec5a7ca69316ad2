import { ArtifactRoots } from "./artifact-roots.ts";
import { Assessments } from "./assessments.ts";
import { type Changes, openChanges } from "./changes.ts";
import { ContentIndexer } from "./content-index/indexer.ts";
import { DatasetUses } from "./dataset-uses.ts";
import { Datasets } from "./datasets.ts";
import { EvaluationDatasets } from "./evaluation-datasets.ts";
import { Evaluations } from "./evaluations.ts";
import { Experiments, placeDefaultExperiment } from "./experiments.ts";
import { Garbage } from "./garbage.ts";
import { IngestSources } from "./ingest-sources.ts";
import { Issues } from "./issues.ts";
import { LabelSchemas } from "./label-schemas.ts";
import { LoggedModels } from "./logged-models.ts";
import { MetricHistory } from "./metric-history.ts";
import { ModelAliases } from "./model-aliases.ts";
import { ModelVersions } from "./model-versions.ts";
import { Places } from "./places.ts";
import { openPool, type Pool } from "./postgres/db.ts";
import { ensureSchema } from "./postgres/migrate.ts";
import { sql } from "./postgres/sql.ts";
import { RegisteredModels } from "./registered-models.ts";
import { RegistryHistory } from "./registry-history.ts";
import { ReviewQueueItems } from "./review-queue-items.ts";
import { ReviewQueues } from "./review-queues.ts";
import { RunInputs } from "./run-inputs.ts";
import { RunLineages } from "./run-lineage.ts";
import { RunTables } from "./run-tables.ts";
import { Runs } from "./runs.ts";
import { Scorers } from "./scorers.ts";
import { openSearchPool, type SearchPool } from "./search/bounded.ts";
import { Suggest } from "./search/suggest.ts";
import { Search } from "./search.ts";
import { Sessions } from "./sessions.ts";
import { Spans } from "./spans.ts";
import { Traces } from "./traces.ts";
import { VersionLineages } from "./version-lineage.ts";
import { WebhookDeliveries } from "./webhook-deliveries.ts";
import { Webhooks } from "./webhooks.ts";

export interface StoreOptions {
  readonly connectionString: string;
  /** Connections to Postgres at most, beside those of searches; 12 where nothing is said. */
  readonly maxConnections?: number;
  /** After this long without a new span, a trace whose root has not come is incomplete; 300 where nothing is said. */
  readonly idleSeconds?: number;
  /** Where new experiments keep their artifacts, a URI; `mlflow-artifacts:`, the server's own store, where nothing is said. */
  readonly artifactRoot?: string;
  /** Failures that no caller is waiting for: an idle connection that died, a lost LISTEN. */
  readonly onError?: (error: Error) => void;
}

export interface Store {
  readonly db: Pool;
  readonly searches: SearchPool;
  readonly idleSeconds: number;
  readonly artifactRoot: string;
  readonly artifactRoots: ArtifactRoots;
  readonly garbage: Garbage;
  readonly experiments: Experiments;
  readonly runs: Runs;
  readonly runTables: RunTables;
  readonly metricHistory: MetricHistory;
  readonly runInputs: RunInputs;
  readonly runLineages: RunLineages;
  readonly datasets: Datasets;
  readonly loggedModels: LoggedModels;
  readonly traces: Traces;
  readonly sessions: Sessions;
  readonly assessments: Assessments;
  readonly evaluationDatasets: EvaluationDatasets;
  readonly datasetUses: DatasetUses;
  readonly evaluations: Evaluations;
  readonly scorers: Scorers;
  readonly issues: Issues;
  readonly labelSchemas: LabelSchemas;
  readonly reviewQueues: ReviewQueues;
  readonly reviewQueueItems: ReviewQueueItems;
  readonly spans: Spans;
  readonly registeredModels: RegisteredModels;
  readonly modelVersions: ModelVersions;
  readonly modelAliases: ModelAliases;
  readonly registryHistory: RegistryHistory;
  readonly versionLineages: VersionLineages;
  readonly webhooks: Webhooks;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly ingestSources: IngestSources;
  readonly search: Search;
  readonly places: Places;
  readonly suggest: Suggest;
  readonly contentIndex: ContentIndexer;
  readonly changes: Changes;
  /** Rejects while Postgres does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** So many searches run at a time; more wait. */
const maxSearches = 6;

/**
 * Connects, and gives an empty database its schema. Throws `SchemaError` on a schema that is not this program's, and
 * the connection's error when Postgres cannot be reached.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { connectionString, maxConnections = 12, idleSeconds = 300, onError = () => {} } = options;
  const { artifactRoot = "mlflow-artifacts:" } = options;
  const db = openPool({ connectionString, maxConnections, onError });
  const searches = openSearchPool({ connectionString, maxConnections: maxSearches, onError });
  try {
    if (await ensureSchema(db)) await placeDefaultExperiment(db, artifactRoot);
  } catch (error) {
    await db.close();
    throw error;
  }
  const changes = openChanges(db, onError);
  const reviewQueues = new ReviewQueues(db);
  const runs = new Runs(db);
  return {
    db,
    searches,
    idleSeconds,
    artifactRoot,
    artifactRoots: new ArtifactRoots(db),
    garbage: new Garbage(db),
    experiments: new Experiments(db, artifactRoot),
    runs,
    runTables: new RunTables(searches),
    metricHistory: new MetricHistory(db),
    runInputs: new RunInputs(db, runs),
    runLineages: new RunLineages(db),
    datasets: new Datasets(db),
    loggedModels: new LoggedModels(db),
    traces: new Traces(db, searches, idleSeconds),
    sessions: new Sessions(db),
    assessments: new Assessments(db, changes),
    evaluationDatasets: new EvaluationDatasets(db),
    datasetUses: new DatasetUses(db),
    evaluations: new Evaluations(db),
    scorers: new Scorers(db),
    issues: new Issues(db),
    labelSchemas: new LabelSchemas(db),
    reviewQueues,
    reviewQueueItems: new ReviewQueueItems(db, reviewQueues),
    spans: new Spans(db),
    registeredModels: new RegisteredModels(db),
    modelVersions: new ModelVersions(db),
    modelAliases: new ModelAliases(db),
    registryHistory: new RegistryHistory(db),
    versionLineages: new VersionLineages(db),
    webhooks: new Webhooks(db),
    webhookDeliveries: new WebhookDeliveries(db),
    ingestSources: new IngestSources(db, searches),
    search: new Search(searches),
    places: new Places(db),
    suggest: new Suggest(db),
    contentIndex: new ContentIndexer(db, connectionString),
    changes,
    async ping() {
      await db.query(sql`select 1`);
    },
    async close() {
      await changes.close();
      await Promise.all([db.close(), searches.close()]);
    },
  };
}
