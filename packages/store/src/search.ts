import type { Db } from "./postgres/db.ts";
import { bounded, type SearchPool } from "./search/bounded.ts";
import { type EvaluationDatasetSearch, searchEvaluationDatasets } from "./search/evaluation-datasets.ts";
import { type ExperimentSearch, searchExperiments } from "./search/experiments.ts";
import type { Page } from "./search/keyset.ts";
import { type LoggedModelSearch, searchLoggedModels } from "./search/logged-models.ts";
import { searchModelVersions, type VersionKey } from "./search/model-versions.ts";
import { type RegistrySearch, searchRegisteredModels } from "./search/registered-models.ts";
import { type RunPage, type RunSearch, searchRuns } from "./search/runs.ts";

/**
 * Which experiments, runs, models, versions and datasets match, in which order: their keys. Whoever owns the resource
 * reads the rows. Every search throws INVALID_PARAMETER_VALUE for a page token that is none of it, and
 * DEADLINE_EXCEEDED where it would keep Postgres for long.
 */
export class Search {
  readonly #searches: SearchPool;

  constructor(searches: SearchPool) {
    this.#searches = searches;
  }

  experiments(search: ExperimentSearch): Promise<Page<string>> {
    return this.#bounded((db) => searchExperiments(db, search));
  }

  /** Not their keys, but the runs themselves: this is the search that is asked most. */
  runs(search: RunSearch): Promise<RunPage> {
    return this.#bounded((db) => searchRuns(db, search));
  }

  loggedModels(search: LoggedModelSearch): Promise<Page<string>> {
    return this.#bounded((db) => searchLoggedModels(db, search));
  }

  /** Names of registered models; of prompts where the filter asks for their tag. */
  registeredModels(search: RegistrySearch): Promise<Page<string>> {
    return this.#bounded((db) => searchRegisteredModels(db, search));
  }

  modelVersions(search: RegistrySearch): Promise<Page<VersionKey>> {
    return this.#bounded((db) => searchModelVersions(db, search));
  }

  evaluationDatasets(search: EvaluationDatasetSearch): Promise<Page<string>> {
    return this.#bounded((db) => searchEvaluationDatasets(db, search));
  }

  #bounded<T>(work: (db: Db) => Promise<T>): Promise<T> {
    return bounded(this.#searches, "name fewer experiments, filter more narrowly or order by a time", work);
  }
}
