import { Agent, request } from "node:http";
import { gunzipSync } from "node:zlib";

/** The read requests of a page and of a client, checked for having found what was asked. One kept-alive connection. */
export class Reader {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  /** The first page of traces, by filter, as the app asks for it. */
  async list(filter: string, atLeast = 1): Promise<void> {
    const query = new URLSearchParams({ filter, max_results: "100", preview_length: "240" });
    const { traces } = await this.#json<{ traces: unknown[] }>(`/api/spanloom/v1/traces?${query}`);
    if (traces.length < atLeast) throw new Error(`no trace for ${filter}`);
  }

  /** What opening a trace's page reads: the tree, then the payload of its spans. */
  async trace(traceId: string): Promise<void> {
    const path = `/api/spanloom/v1/traces/${traceId}`;
    const { ids } = await this.#json<{ ids: string }>(`${path}/skeleton`);
    const spanIds = ids.match(/.{16}/g) ?? [];
    if (spanIds.length !== 10) throw new Error(`trace ${traceId} has ${spanIds.length} spans`);
    const { trace } = await this.#json<{ trace: string }>(`${path}/spans`, { span_ids: spanIds });
    if (trace.length < 10_000) throw new Error(`trace ${traceId} has ${trace.length} bytes of payload`);
  }

  async mlflowTrace(traceId: string): Promise<void> {
    const { trace } = await this.#json<{ trace: { spans: unknown[] } }>(
      `/api/3.0/mlflow/traces/get?trace_id=tr-${traceId}`,
    );
    if (trace.spans.length !== 10) throw new Error(`trace ${traceId} has ${trace.spans.length} spans`);
  }

  /** As it comes over the wire, gzip. */
  async skeletonBytes(traceId: string): Promise<Buffer> {
    const { encoding, bytes } = await this.#ask(`/api/spanloom/v1/traces/${traceId}/skeleton`);
    if (encoding !== "gzip") throw new Error(`the skeleton came with encoding ${encoding}`);
    return bytes;
  }

  /** As browsers do, it takes gzip; unpacking and parsing belong to the time of a read. */
  async #json<Body>(path: string, body?: unknown): Promise<Body> {
    const { encoding, bytes } = await this.#ask(path, body);
    return JSON.parse((encoding === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8")) as Body;
  }

  #ask(path: string, body?: unknown): Promise<{ encoding: string | undefined; bytes: Buffer }> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = { "Accept-Encoding": "gzip", ...(text !== undefined && { "Content-Type": "application/json" }) };
    const method = text === undefined ? "GET" : "POST";
    return new Promise((resolve, reject) => {
      const outgoing = request(`${this.#base}${path}`, { method, agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () => {
          const bytes = Buffer.concat(parts);
          if (response.statusCode === 200) resolve({ encoding: response.headers["content-encoding"], bytes });
          else reject(new Error(`${path} answered ${response.statusCode}: ${bytes.toString("utf8")}`));
        });
      });
      outgoing.once("error", reject);
      outgoing.end(text);
    });
  }
}
