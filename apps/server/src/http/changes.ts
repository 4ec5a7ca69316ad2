import type { ServerResponse } from "node:http";
import type { Changes, TraceChange } from "@spanloom/store";
import { RecentChanges } from "./recent-changes.ts";

/** The live feed: server-sent events that name the traces which are new or have grown. */
export interface ChangeFeed {
  /**
   * Keeps the response open until the client leaves. What changed after `sinceMs`, by this clock, is told first: a page is
   * read before its stream is open. Not a number: nothing was read.
   */
  serve(response: ServerResponse, filter: ChangeFilter, sinceMs: number): void;
  close(): void;
}

/** Empty lists mean all. */
export interface ChangeFilter {
  readonly experimentIds: readonly string[];
  /** 32 hex digits each. */
  readonly traceIds: readonly string[];
}

/** Proxies cut connections that are silent for longer. */
const heartbeatMs = 15_000;
/** What one slow client may keep waiting for it. Past that the news is dropped: the page asks again by itself. */
const maxWaiting = 2_000;

export function createChangeFeed(changes: Pick<Changes, "subscribe">): ChangeFeed {
  const open = new Set<ServerResponse>();
  const recent = new RecentChanges();
  const forget = changes.subscribe((batch) => recent.add(batch));
  return {
    serve(response, filter, sinceMs) {
      response.writeHead(200, {
        "Content-Type": "text/event-stream",
        "Cache-Control": "no-store",
        "X-Accel-Buffering": "no",
      });
      response.write("retry: 1000\n\n");
      open.add(response);

      const waiting = new Map<string, TraceChange>();
      let congested = false;
      const flush = () => {
        if (congested || waiting.size === 0) return;
        const traces = Array.from(waiting.values(), ({ traceId, experimentId }) => ({
          trace_id: traceId,
          experiment_id: experimentId,
        }));
        waiting.clear();
        congested = !response.write(`event: traces\ndata: ${JSON.stringify({ traces })}\n\n`);
      };
      const wanted = matcher(filter);
      const unsubscribe = changes.subscribe((batch) => {
        for (const change of batch) {
          if (wanted(change) && waiting.size < maxWaiting) waiting.set(change.traceId, change);
        }
        flush();
      });
      if (recent.holdsFrom(sinceMs)) {
        for (const change of recent.since(sinceMs)) if (wanted(change)) waiting.set(change.traceId, change);
        flush();
      } else if (!Number.isNaN(sinceMs)) {
        response.write("event: missed\ndata: {}\n\n");
      }
      const heartbeat = setInterval(() => {
        if (!congested) congested = !response.write(":\n\n");
      }, heartbeatMs);
      response.on("drain", () => {
        congested = false;
        flush();
      });
      response.on("close", () => {
        clearInterval(heartbeat);
        unsubscribe();
        open.delete(response);
      });
    },
    close() {
      forget();
      for (const response of open) response.end();
    },
  };
}

function matcher({ experimentIds, traceIds }: ChangeFilter): (change: TraceChange) => boolean {
  const experiments = new Set(experimentIds);
  const traces = new Set(traceIds);
  return ({ experimentId, traceId }) =>
    (experiments.size === 0 || experiments.has(experimentId)) && (traces.size === 0 || traces.has(traceId));
}
