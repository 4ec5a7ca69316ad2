import { monitorEventLoopDelay } from "node:perf_hooks";
import { durationBounds, type Ingest } from "@spanloom/ingest";
import type { Store } from "@spanloom/store";
import type { RouteLookup } from "../http/route-lookup.ts";
import type { Admission } from "../otlp/admission.ts";
import { exposition, histogramSamples, type Metric, type Sample } from "./exposition.ts";
import { RequestCounts } from "./request-counts.ts";

/** What is looked at when somebody scrapes. */
export interface Measured {
  readonly version: string;
  readonly store: Pick<Store, "db" | "searches">;
  readonly ingest: Pick<Ingest, "sources" | "commits" | "pendingBytes" | "isBusy">;
  readonly admission: Pick<Admission, "pendingBytes">;
  readonly maxPendingBytes: number;
}

/** What Prometheus is told of this process. Counters begin at 0 with it; what the replicas say is added up by whoever asks. */
export class Metrics {
  readonly requests: RequestCounts;
  readonly #measured: Measured;
  readonly #delay = monitorEventLoopDelay({ resolution: 50 });

  constructor(measured: Measured, routeOf: RouteLookup) {
    this.requests = new RequestCounts(routeOf);
    this.#measured = measured;
    this.#delay.enable();
  }

  text(): string {
    const { version } = this.#measured;
    return exposition([
      gauge("spanloom_build_info", "The version that runs.", [{ labels: { version }, value: 1 }]),
      ...this.#process(),
      counter(
        "spanloom_http_requests_total",
        "Answered requests by endpoint, method and status; gRPC is not among them.",
        this.requests.samples,
      ),
      ...this.#ingest(),
      ...this.#postgres(),
    ]);
  }

  close(): void {
    this.#delay.disable();
  }

  #process(): Metric[] {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    const delay = this.#delay;
    // While nothing was measured these are no times.
    const seconds = (ns: number) => (delay.count === 0 ? 0 : ns / 1e9);
    const lag = [
      { labels: { quantile: "0.5" }, value: seconds(delay.percentile(50)) },
      { labels: { quantile: "0.99" }, value: seconds(delay.percentile(99)) },
      { labels: { quantile: "1" }, value: seconds(delay.max) },
    ];
    delay.reset();
    return [
      counter("process_cpu_seconds_total", "Processor time spent.", [{ value: (user + system) / 1e6 }]),
      gauge("process_resident_memory_bytes", "Memory in use.", [{ value: rss }]),
      gauge("process_start_time_seconds", "When the process began.", [
        { value: Math.round(performance.timeOrigin) / 1_000 },
      ]),
      gauge("nodejs_heap_size_used_bytes", "Of it, objects of JavaScript.", [{ value: heapUsed }]),
      gauge(
        "spanloom_event_loop_delay_seconds",
        "How far apart looks at the clock were that should be 0.05 s apart, since the last scrape.",
        lag,
      ),
    ];
  }

  #ingest(): Metric[] {
    const { ingest, admission, maxPendingBytes } = this.#measured;
    const all = [...ingest.sources.processCounts];
    const by = (outcomes: readonly (keyof (typeof all)[number]["counts"])[]): Sample[] =>
      all.flatMap(({ signal, form, counts }) =>
        outcomes.map((outcome) => ({ labels: { signal, form, outcome }, value: counts[outcome] })),
      );
    const taken = all.map(({ signal, form, counts: { requests, refused } }) => ({
      labels: { signal, form, outcome: "taken" },
      value: requests - refused,
    }));
    return [
      counter(
        "spanloom_ingest_requests_total",
        "Requests with spans or log records; of a refused one nothing was stored.",
        [...taken, ...by(["refused"])],
      ),
      counter(
        "spanloom_ingest_items_total",
        "What became of spans and log records; received are those of all requests that could be read.",
        by(["received", "stored", "resent", "changed", "rejected"]),
      ),
      {
        name: "spanloom_ingest_commit_seconds",
        type: "histogram",
        help: "How long transactions took that store spans.",
        samples: histogramSamples(durationBounds, ingest.commits.counts, ingest.commits.sumSeconds),
      },
      gauge("spanloom_request_bytes", "Bytes of request bodies in memory; at the limit more are refused with 503.", [
        { value: admission.pendingBytes },
      ]),
      gauge("spanloom_request_bytes_limit", "The option --max-pending-bytes.", [{ value: maxPendingBytes }]),
      gauge("spanloom_ingest_pending_bytes", "Of them, what waits for its commit.", [{ value: ingest.pendingBytes }]),
      gauge("spanloom_ingest_busy", "1 while so much comes in that work waits which can be made up for.", [
        { value: Number(ingest.isBusy) },
      ]),
    ];
  }

  #postgres(): Metric[] {
    const { db, searches } = this.#measured.store;
    const pools = [
      { pool: "main", ...db.usage() },
      { pool: "searches", ...searches.usage() },
    ];
    return [
      gauge(
        "spanloom_postgres_connections",
        "Connections to Postgres that are open.",
        pools.flatMap(({ pool, idle, busy }) => [
          { labels: { pool, state: "busy" }, value: busy },
          { labels: { pool, state: "idle" }, value: idle },
        ]),
      ),
      gauge(
        "spanloom_postgres_connections_limit",
        "Connections to Postgres at most.",
        [db, searches].map(({ maxConnections }, at) => ({ labels: { pool: pools[at]!.pool }, value: maxConnections })),
      ),
      gauge(
        "spanloom_postgres_waiting",
        "Statements that wait for a connection.",
        pools.map(({ pool, waiting }) => ({ labels: { pool }, value: waiting })),
      ),
    ];
  }
}

const counter = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  type: "counter",
  help,
  samples,
});

const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  type: "gauge",
  help,
  samples,
});
