import { Agent, request } from "node:http";

/** Calls of MLflow's REST API over one kept-alive connection, as its Python client makes them. */
export class TrackingClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  get<Body>(path: string): Promise<Body> {
    return this.#ask("GET", path);
  }

  post<Body>(path: string, body: object): Promise<Body> {
    return this.#ask("POST", path, JSON.stringify(body));
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask<Body>(method: string, path: string, body?: string): Promise<Body> {
    const headers =
      body === undefined ? {} : { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const url = `${this.#base}/api/2.0/mlflow/${path}`;
      const outgoing = request(url, { method, agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          if (response.statusCode === 200) resolve(JSON.parse(text) as Body);
          else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${text.slice(0, 500)}`));
        });
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }
}
