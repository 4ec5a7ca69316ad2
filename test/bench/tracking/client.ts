import { connect, type Socket } from "node:net";

/**
 * Calls of MLflow's REST API over one kept-alive connection, one at a time. It speaks just enough HTTP for that: it shares
 * the cores with the servers that it measures, and `node:http` would take as much of them for a small call as a server.
 */
export class TrackingClient {
  readonly #url: URL;
  #connection: Connection | undefined;

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Resolves to the text of the answer when its last byte is here. Throws where it is not 200. */
  get(path: string): Promise<string> {
    return this.#ask("GET", path, "");
  }

  post(path: string, body: object): Promise<string> {
    return this.#ask("POST", path, JSON.stringify(body));
  }

  close(): void {
    this.#connection?.socket.destroy();
  }

  async #ask(method: string, path: string, body: string): Promise<string> {
    const { hostname, port, host } = this.#url;
    if (this.#connection?.isFresh !== true) {
      this.close();
      this.#connection = new Connection(connect(Number(port), hostname));
    }
    const head = `${method} /api/2.0/mlflow/${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n`;
    const { status, text } = await this.#connection.exchange(
      `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    if (status !== 200) throw new Error(`${method} ${path} answered ${status}: ${text.slice(0, 500)}`);
    return text;
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Servers close connections that nobody uses: MLflow's after five seconds. */
const maxIdleMs = 1_000;

class Connection {
  readonly socket: Socket;
  #usedAt = performance.now();
  #parts: Buffer[] = [];
  #resolve: (answer: Answer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(socket: Socket) {
    this.socket = socket.setNoDelay(true);
    socket.on("error", (error) => this.#reject(error));
    socket.on("close", () => this.#reject(new Error("the server closed the connection")));
    let missing = 0;
    let head: { readonly status: number; readonly end: number } | undefined;
    socket.on("data", (part) => {
      this.#parts.push(part);
      missing -= part.length;
      if (head === undefined) {
        const found = headOf(this.#parts);
        if (found === undefined) return;
        head = found;
        missing = found.missing;
        if (Number.isNaN(missing)) socket.destroy(new Error("the answer does not say its length"));
      }
      if (missing > 0) return;
      const { status, end } = head;
      const text = Buffer.concat(this.#parts).toString("utf8", end);
      this.#parts = [];
      head = undefined;
      this.#resolve({ status, text });
    });
  }

  get isFresh(): boolean {
    return !this.socket.destroyed && performance.now() - this.#usedAt < maxIdleMs;
  }

  async exchange(request: string): Promise<Answer> {
    const answer = new Promise<Answer>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.socket.write(request);
    try {
      return await answer;
    } finally {
      this.#usedAt = performance.now();
    }
  }
}

/** Once the head is here: the status, where the body begins, and how many of its bytes are missing (NaN: nobody says). */
function headOf(parts: readonly Buffer[]): { status: number; end: number; missing: number } | undefined {
  const bytes = Buffer.concat(parts);
  const end = bytes.indexOf("\r\n\r\n") + 4;
  if (end < 4) return undefined;
  const text = bytes.toString("latin1", 0, end);
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
  const length = /\r\ncontent-length: *(\d+)\r\n/i.exec(text)?.[1];
  return { status, end, missing: end + Number(length) - bytes.length };
}
