import type { Comparison, FilterAst } from "@spanloom/filter";
import { ApiError, type Issue } from "@spanloom/wire";
import type { Pool } from "./postgres/db.ts";
import { raw, type Sql, sql } from "./postgres/sql.ts";
import { runNotFound } from "./runs.ts";
import { columnKey, compareColumn, type Columns as SearchColumns } from "./search/columns.ts";
import { compileFilter } from "./search/conditions.ts";
import { type Page, readPage } from "./search/keyset.ts";
import { storableText } from "./storable-text.ts";

export const issueStatuses = ["pending", "rejected", "resolved"] as const;
/** The least severe first. */
export const issueSeverities = ["not_an_issue", "low", "medium", "high"] as const;

export interface NewIssue {
  readonly experimentId: string;
  readonly name: string;
  readonly description: string;
  readonly status: (typeof issueStatuses)[number];
  readonly severity?: (typeof issueSeverities)[number];
  readonly rootCauses: readonly string[];
  readonly categories: readonly string[];
  readonly sourceRunId?: string;
  readonly createdBy?: string;
}

/** What is undefined stays as it is. */
export type IssueChange = Partial<Pick<NewIssue, "name" | "description" | "status" | "severity">>;

export interface IssueSearch {
  readonly experimentId?: string;
  readonly filter: FilterAst | null;
  /** Says of each how many traces it has, and lists those with more of them first. */
  readonly withTraceCount: boolean;
  readonly limit: number;
  readonly pageToken?: string;
}

/** What is wrong with some traces of an experiment. */
export class Issues {
  readonly #db: Pool;

  constructor(db: Pool) {
    this.#db = db;
  }

  /** Throws RESOURCE_DOES_NOT_EXIST for a source run that is unknown; a deleted one is known. */
  async create(issue: NewIssue): Promise<Issue> {
    const now = Date.now();
    const sourceRunId = textOrNull(issue.sourceRunId);
    const [row] = await this.#db.query<Columns>(sql`
      insert into issues as i (issue_id, experiment_id, name, description, status, severity, root_causes, categories,
        source_run_id, created_by, creation_time_ms, last_update_time_ms)
      select ${`iss-${crypto.randomUUID().replaceAll("-", "")}`}, ${issue.experimentId}::bigint, ${storableText(issue.name)},
        ${storableText(issue.description)}, ${issue.status}, ${issue.severity ?? null}, ${issue.rootCauses.map(storableText)}::text[],
        ${issue.categories.map(storableText)}::text[], ${sourceRunId}, ${textOrNull(issue.createdBy)}, ${now}, ${now}
      where ${sourceRunId}::text is null or exists (select from runs where run_id = ${sourceRunId})
      returning ${columns}`);
    if (row === undefined) throw runNotFound(issue.sourceRunId!);
    return issueOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async get(issueId: string): Promise<Issue> {
    const [row] = await this.#db.query<Columns>(
      sql`select ${columns} from issues i where i.issue_id = ${storableText(issueId)}`,
    );
    if (row === undefined) throw issueNotFound(issueId);
    return issueOf(row);
  }

  /** Throws RESOURCE_DOES_NOT_EXIST. */
  async update(issueId: string, { name, description, status, severity }: IssueChange): Promise<Issue> {
    const [row] = await this.#db.query<Columns>(sql`
      update issues i set name = coalesce(${textOrNull(name)}::text, i.name),
        description = coalesce(${textOrNull(description)}::text, i.description),
        status = coalesce(${status ?? null}::text, i.status), severity = coalesce(${severity ?? null}::text, i.severity),
        last_update_time_ms = ${Date.now()}
      where i.issue_id = ${storableText(issueId)} returning ${columns}`);
    if (row === undefined) throw issueNotFound(issueId);
    return issueOf(row);
  }

  /** The most severe first, then the newest. Throws INVALID_PARAMETER_VALUE for a page token that is none of it. */
  search({ experimentId, filter, withTraceCount, limit, pageToken }: IssueSearch): Promise<Page<Issue>> {
    return readPage<Columns, Issue>(
      this.#db,
      {
        from: withTraceCount ? sql`issues i cross join lateral (${traceCount}) as counted` : sql`issues i`,
        conditions: [
          ...(experimentId === undefined ? [] : [sql`i.experiment_id = ${experimentId}::bigint`]),
          ...(filter === null ? [] : [compileFilter(filter, compare)]),
        ],
        keys: [
          columnKey({ sql: severityRank, type: "bigint" }, "desc"),
          ...(withTraceCount ? [columnKey({ sql: "counted.trace_count", type: "bigint" }, "desc")] : []),
          columnKey({ sql: "i.creation_time_ms", type: "bigint" }, "desc"),
          columnKey({ sql: "i.issue_id", type: "text" }, "desc"),
        ],
        columns: withTraceCount ? sql`${columns}, counted.trace_count` : columns,
      },
      { limit, pageToken, query: `issues ${withTraceCount}` },
      issueOf,
    );
  }
}

const severityRank = `coalesce(array_position(array[${issueSeverities.map((name) => `'${name}'`).join(", ")}], i.severity), 0)::bigint`;

const traceCount = sql`
  select count(distinct a.trace_id) as trace_count from assessments a where a.kind = 'issue' and a.name = i.issue_id`;

const searchColumns: SearchColumns = {
  status: { sql: "i.status", type: "text" },
  source_run_id: { sql: "i.source_run_id", type: "text" },
};

const compare = (comparison: Comparison): Sql => compareColumn(searchColumns[comparison.field]!, comparison);

const textOrNull = (text: string | undefined): string | null => (text === undefined ? null : storableText(text));

function issueNotFound(issueId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Issue with ID '${issueId}' not found`);
}

const columns =
  raw(`i.issue_id, i.experiment_id, i.name, i.description, i.status, i.severity, i.root_causes, i.categories,
  i.source_run_id, i.created_by, i.creation_time_ms, i.last_update_time_ms`);

interface Columns {
  readonly issue_id: string;
  readonly experiment_id: bigint;
  readonly name: string;
  readonly description: string;
  readonly status: string;
  readonly severity: string | null;
  readonly root_causes: string[];
  readonly categories: string[];
  readonly source_run_id: string | null;
  readonly created_by: string | null;
  readonly creation_time_ms: bigint;
  readonly last_update_time_ms: bigint;
  readonly trace_count?: bigint;
}

function issueOf(row: Columns): Issue {
  return {
    issue_id: row.issue_id,
    experiment_id: String(row.experiment_id),
    name: row.name,
    description: row.description,
    status: row.status,
    severity: row.severity ?? undefined,
    root_causes: row.root_causes,
    source_run_id: row.source_run_id ?? undefined,
    created_timestamp: Number(row.creation_time_ms),
    last_updated_timestamp: Number(row.last_update_time_ms),
    created_by: row.created_by ?? undefined,
    categories: row.categories,
    trace_count: row.trace_count === undefined ? undefined : Number(row.trace_count),
  };
}
