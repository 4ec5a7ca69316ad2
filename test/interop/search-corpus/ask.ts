/** One case of the corpus, asked of a server. */
import { type Rest, RestError } from "./rest.ts";
import type { Names } from "./seed.ts";

export type Resource = "experiments" | "runs" | "models" | "registered" | "versions" | "datasets";

/** What is searched for; in texts `{run first}` stands for the id or time that the server gave. */
export interface Question {
  readonly filter?: string;
  readonly order?: readonly (string | Readonly<Record<string, unknown>>)[];
  /** Names of experiments; `alpha` where nothing is said, if the resource must have some. */
  readonly in?: readonly string[];
  readonly view?: string;
  readonly datasets?: readonly object[];
  readonly max?: number;
  readonly token?: string;
}

/** Names in order, or the code of the refusal. */
export interface Answer {
  readonly finds?: readonly string[];
  readonly refused?: string;
}

interface Reading {
  readonly names: string[];
  readonly next?: string;
}

/** The first page, of up to 1,000; with `page`, all pages of so many, one after the other. */
export async function ask(
  rest: Rest,
  names: Names,
  resource: Resource,
  question: Question,
  page?: number,
): Promise<Answer> {
  try {
    const read = (token: string | undefined) =>
      readers[resource](rest, names, question, page ?? question.max ?? 1_000, token);
    const found: string[] = [];
    let reading = await read(question.token);
    found.push(...reading.names);
    while (page !== undefined && reading.next) {
      reading = await read(reading.next);
      found.push(...reading.names);
      if (found.length > 1_000) throw new Error("there is no end to the pages");
    }
    return { finds: found };
  } catch (error) {
    if (error instanceof RestError) return { refused: error.code };
    throw error;
  }
}

type Reader = (
  rest: Rest,
  names: Names,
  question: Question,
  max: number,
  token: string | undefined,
) => Promise<Reading>;

const readers: Readonly<Record<Resource, Reader>> = {
  async experiments(rest, names, { filter, order, view }, max_results, page_token) {
    const body = { filter: withIds(filter, names), order_by: order, view_type: view, max_results, page_token };
    const { experiments = [], next_page_token: next } = await rest.post<{
      experiments?: { name: string }[];
      next_page_token?: string;
    }>("2.0/mlflow/experiments/search", body);
    return { names: experiments.map(({ name }) => name), next };
  },

  async runs(rest, names, { filter, order, in: where = ["alpha"], view }, max_results, page_token) {
    const { runs = [], next_page_token: next } = await rest.post<{
      runs?: { info: { run_name: string } }[];
      next_page_token?: string;
    }>("2.0/mlflow/runs/search", {
      experiment_ids: experimentIds(where, names),
      filter: withIds(filter, names),
      order_by: order,
      run_view_type: view,
      max_results,
      page_token,
    });
    return { names: runs.map(({ info }) => info.run_name), next };
  },

  async models(rest, names, { filter, order, in: where = ["alpha"], datasets, max }, max_results, page_token) {
    const { models = [], next_page_token: next } = await rest.post<{
      models?: { info: { name: string } }[];
      next_page_token?: string;
    }>("2.0/mlflow/logged-models/search", {
      experiment_ids: experimentIds(where, names),
      filter: withIds(filter, names),
      order_by: order,
      datasets,
      max_results: max ?? max_results,
      page_token,
    });
    return { names: models.map(({ info }) => info.name), next };
  },

  async registered(rest, names, { filter, order }, max_results, page_token) {
    const { registered_models = [], next_page_token: next } = await rest.get<{
      registered_models?: { name: string }[];
      next_page_token?: string;
    }>("2.0/mlflow/registered-models/search", {
      filter: withIds(filter, names),
      order_by: order,
      max_results,
      page_token,
    });
    return { names: registered_models.map(({ name }) => name), next };
  },

  async versions(rest, names, { filter, order }, max_results, page_token) {
    const { model_versions = [], next_page_token: next } = await rest.get<{
      model_versions?: { name: string; version: string }[];
      next_page_token?: string;
    }>("2.0/mlflow/model-versions/search", {
      filter: withIds(filter, names),
      order_by: order,
      max_results,
      page_token,
    });
    return { names: model_versions.map(({ name, version }) => `${name}/${version}`), next };
  },

  async datasets(rest, names, { filter, order, in: where = [] }, max_results, page_token) {
    const { datasets = [], next_page_token: next } = await rest.post<{
      datasets?: { name: string }[];
      next_page_token?: string;
    }>("3.0/mlflow/datasets/search", {
      experiment_ids: experimentIds(where, names),
      filter_string: withIds(filter, names),
      order_by: order,
      max_results,
      page_token,
    });
    return { names: datasets.map(({ name }) => name), next };
  },
};

/** A name that was not made is an id as it stands. */
function experimentIds(where: readonly string[], names: Names): string[] {
  return where.map((name) => names.get(`experiment ${name}`) ?? name);
}

function withIds(text: string | undefined, names: Names): string | undefined {
  return text?.replace(/\{([^}]+)\}/g, (whole, name: string) => names.get(name) ?? whole);
}
