import { fields } from "@spanloom/filter";
import { issueSeverities, issueStatuses } from "@spanloom/store";
import { invalidParameter, type issueRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameter, required } from "../parameters.ts";
import { searchParameters } from "../search-parameters.ts";
import { checkExperiment } from "../start-trace.ts";

export const issues: Handlers<typeof issueRoutes> = {
  async createIssue(context, request) {
    const issue = {
      name: required("name", request.name),
      description: required("description", request.description),
      experimentId: experimentIdParameter(request.experiment_id),
      status: oneOf("status", issueStatuses, request.status) ?? "pending",
      severity: oneOf("severity", issueSeverities, request.severity),
      rootCauses: request.root_causes,
      categories: request.categories,
      sourceRunId: request.source_run_id || undefined,
      createdBy: request.created_by || undefined,
    };
    await checkExperiment(context, issue.experimentId);
    return { issue: await context.store.issues.create(issue) };
  },

  async updateIssue({ store }, { issue_id, name, description, status, severity }) {
    return {
      issue: await store.issues.update(required("issue_id", issue_id), {
        name: name || undefined,
        description: description || undefined,
        status: oneOf("status", issueStatuses, status),
        severity: oneOf("severity", issueSeverities, severity),
      }),
    };
  },

  async getIssue({ store }, { issue_id }) {
    return { issue: await store.issues.get(required("issue_id", issue_id)) };
  },

  async searchIssues({ store }, { experiment_id, filter_string, max_results, page_token, include_trace_count }) {
    const { keys, nextPageToken } = await store.issues.search({
      experimentId: experiment_id ? experimentIdParameter(experiment_id) : undefined,
      filter: searchParameters(fields.issues, { filter: filter_string }).filter,
      withTraceCount: include_trace_count === true,
      limit: boundedParameter("max_results", max_results, 100, 50_000),
      pageToken: page_token || undefined,
    });
    return { issues: keys, next_page_token: nextPageToken ?? "" };
  },
};

function oneOf<const Known extends string>(
  name: string,
  known: readonly Known[],
  value: string | undefined,
): Known | undefined {
  if (value === undefined) return undefined;
  const found = known.find((each) => each === value);
  if (found === undefined) throw invalidParameter(name, `must be one of ${known.join(", ")}`, value);
  return found;
}
