import { defaultClient } from "../client/default-client.ts";
import { findGitHead, type GitHead } from "../client/git-head.ts";
import type { LoggedModel, NewLoggedModel } from "../client/logged-models.ts";
import { reportOnce } from "../safely.ts";
import { setActiveModel } from "./active-model.ts";
import { gitChanges } from "./git-changes.ts";
import { newest } from "./model-by-name.ts";

/** Where to look for the repository, and what to do with what is found. */
export interface GitVersionOptions extends Omit<NewLoggedModel, "tags"> {
  /** A directory in the repository; default: the program's. */
  readonly directory?: string | undefined;
  /** Whose address is noted; default `origin`. */
  readonly remote?: string | undefined;
}

/** What is checked out, and the logged model that stands for it. */
export interface GitVersion extends GitHead {
  /** Whether tracked files differ from the commit; absent where there is no program `git` that could tell. */
  readonly dirty?: boolean;
  readonly model: LoggedModel;
}

/**
 * Links traces to the version of the program that is checked out: makes the logged model with this commit, branch and
 * state the active one, and makes it where there is none. Uncommitted changes are noted with it. The model is the one that
 * MLflow's `enable_git_model_versioning` finds and makes.
 *
 * Resolves to `undefined`, and changes nothing, where there is no repository, or the server cannot be reached; OpenTelemetry's
 * `diag` is told why. `git` is started here, once, and nowhere else.
 *
 * @example
 * const version = await enableGitVersion();
 * version?.commit;
 */
export async function enableGitVersion(options: GitVersionOptions = {}): Promise<GitVersion | undefined> {
  try {
    const { directory = globalThis.process?.cwd?.() ?? ".", remote, ...model } = options;
    const head = findGitHead(directory, remote);
    if (head === undefined) throw new Error(`There is no commit of a git repository in ${directory}.`);
    const changes = await gitChanges(directory);
    const known = tagsOf(head, changes?.dirty);
    const tags = changes?.diff === undefined ? known : { ...known, "mlflow.source.git.diff": changes.diff };
    const client = defaultClient();
    const filter = Object.entries(known)
      .filter(([, value]) => !value.includes("'"))
      .map(([key, value]) => `tags.\`${key}\` = '${value}'`)
      .join(" AND ");
    const found = await newest(client, filter, model);
    if (found !== undefined) await client.setLoggedModelTags(found.info?.model_id ?? "", tags);
    const active = found ?? (await client.createExternalModel({ ...model, tags }));
    setActiveModel(active);
    return { ...head, ...(changes !== undefined && { dirty: changes.dirty }), model: active };
  } catch (error) {
    reportOnce("enableGitVersion", error);
    return undefined;
  }
}

function tagsOf({ commit, branch, repositoryUrl }: GitHead, dirty: boolean | undefined): Record<string, string> {
  return {
    ...(branch !== undefined && { "mlflow.source.git.branch": branch }),
    "mlflow.source.git.commit": commit,
    ...(dirty !== undefined && { "mlflow.source.git.dirty": String(dirty) }),
    ...(repositoryUrl !== undefined && { "mlflow.source.git.repoURL": repositoryUrl }),
  };
}
