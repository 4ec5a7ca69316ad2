import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

export interface Answer {
  /** From the first byte sent to the last received, tries that were turned away included. */
  readonly ms: number;
  readonly retries: number;
}

/** Exports over a few kept-alive connections as an exporter does: protobuf, and again after 429 and 503. */
export class Exporter {
  readonly #agent: Agent;
  readonly #url: string;

  constructor(baseUrl: string, connections: number) {
    this.#url = `${baseUrl}/v1/traces`;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** Resolves when all spans of the body are acknowledged. Throws when any is not. */
  async send(body: Buffer): Promise<Answer> {
    const start = performance.now();
    for (let retries = 0; ; retries++) {
      const { status, retryAfter, answer } = await this.#post(body);
      if (status === 200 && answer.length === 0) return { ms: performance.now() - start, retries };
      if (status !== 429 && status !== 503) throw new Error(`answered ${status}: ${answer.toString("utf8")}`);
      await sleep((retryAfter || 1) * 1_000);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(body: Buffer): Promise<{ status: number; retryAfter: number; answer: Buffer }> {
    return new Promise((resolve, reject) => {
      const headers = { "Content-Type": "application/x-protobuf", "Content-Length": body.length };
      const outgoing = request(this.#url, { method: "POST", agent: this.#agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("error", reject);
        response.once("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            retryAfter: Number(response.headers["retry-after"]),
            answer: Buffer.concat(parts),
          }),
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }
}
