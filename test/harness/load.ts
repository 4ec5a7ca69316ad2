import { setTimeout as sleep } from "node:timers/promises";
import { attributes, newSpanId, newTraceId, type OtlpSpan, tracesOf } from "./otlp.ts";
import { encodeTraces } from "./otlp-binary.ts";

export interface Load {
  /** Ids of the traces whose request was answered 200; each has `spansPerTrace` spans. */
  readonly acknowledged: ReadonlySet<string>;
  /** Answers that were not 200, by status; `0` is a connection that broke. */
  readonly refused: ReadonlyMap<number, number>;
  /** No new requests; resolves when those under way are answered. */
  stop(): Promise<void>;
}

export const spansPerTrace = 5;

/** Bounded load: so many senders, each with one request of ten small traces under way at a time, until stopped. */
export function startLoad(url: string, { senders = 4, pauseMs = 5 } = {}): Load {
  const acknowledged = new Set<string>();
  const refused = new Map<number, number>();
  let running = true;
  const sender = async (): Promise<void> => {
    while (running) {
      const traces = Array.from({ length: 10 }, () => smallTrace());
      const body = encodeTraces(tracesOf(traces.flat()));
      const status = await attempt(`${url}/v1/traces`, body);
      if (status === 200) for (const [root] of traces) acknowledged.add(root!.traceId);
      else {
        refused.set(status, (refused.get(status) ?? 0) + 1);
        await sleep(50);
      }
      await sleep(pauseMs);
    }
  };
  const senders_ = Array.from({ length: senders }, sender);
  return {
    acknowledged,
    refused,
    async stop() {
      running = false;
      await Promise.all(senders_);
    },
  };
}

/** A root and its children, with content that does not compress to nothing. */
export function smallTrace(traceId = newTraceId(), spans = spansPerTrace): OtlpSpan[] {
  const rootId = newSpanId();
  const start = BigInt(Date.now()) * 1_000_000n;
  return Array.from({ length: spans }, (_, i) => ({
    traceId,
    spanId: i === 0 ? rootId : newSpanId(),
    parentSpanId: i === 0 ? undefined : rootId,
    name: i === 0 ? "agent" : `step ${i}`,
    kind: 1,
    startTimeUnixNano: String(start + BigInt(i) * 1_000n),
    endTimeUnixNano: String(start + 1_000_000n + BigInt(i) * 1_000n),
    attributes: attributes({ "interop.i": i, text: crypto.randomUUID().repeat(8) }),
  }));
}

async function attempt(url: string, body: Buffer): Promise<number> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: body as unknown as BodyInit,
      signal: AbortSignal.timeout(30_000),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
