/** MLflow's REST API as a client without a library speaks it, to one server or the other. */
export interface Rest {
  readonly url: string;
  post<Answer = Record<string, unknown>>(path: string, body: object): Promise<Answer>;
  patch<Answer = Record<string, unknown>>(path: string, body: object): Promise<Answer>;
  get<Answer = Record<string, unknown>>(path: string, query: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** An answer that is no success. */
export class RestError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Paths begin with the version: `2.0/mlflow/runs/search`. */
export function restOf(url: string): Rest {
  const ask = async <Answer>(path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}/api/${path}`, init);
    const text = await response.text();
    if (response.ok) return (text === "" ? {} : JSON.parse(text)) as Answer;
    let error = { error_code: String(response.status), message: text };
    try {
      error = JSON.parse(text) as typeof error;
    } catch {
      // Not the API's own error: its status and text say what there is to say.
    }
    throw new RestError(error.error_code, `${path}: ${error.message}`);
  };
  const write =
    (method: string) =>
    <Answer>(path: string, body: object) =>
      ask<Answer>(path, { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return {
    url,
    post: write("POST"),
    patch: write("PATCH"),
    get(path, query) {
      const parameters = new URLSearchParams();
      for (const [name, value] of Object.entries(query)) {
        for (const one of [value].flat()) if (one !== undefined) parameters.append(name, String(one));
      }
      return ask(`${path}?${parameters}`, { method: "GET" });
    },
  };
}
