import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type ChangesMode, type TraceChange, useChanges } from "./changes.ts";
import { client } from "./client.ts";
import { freshIds, mergeHead, replaceTraces } from "./merge-head.ts";
import type { TraceSummary } from "./messages.ts";
import { loadedTracePages, readTraceHead, setTracePages, type TraceListRequest, type TracePage } from "./traces.ts";

export interface LiveTraces {
  readonly mode: ChangesMode;
  /** Rows that have come and wait for `showFresh`, because showing them would move what is being read. */
  readonly fresh: number;
  /** So much has come that only the newest were counted. */
  readonly freshIsLowerBound: boolean;
  readonly showFresh: () => void;
  /** Rows that have just been put on top. */
  readonly arrived: ReadonlySet<string>;
}

/** At most one look in this time, so that a burst of traces costs two requests a second. */
const betweenLooksMs = 500;

/** A running trace becomes incomplete without an event when nothing comes any more, so running rows are looked at again. */
const runningCheckMs = 10_000;

/** Changed rows below the first page are read one by one; more than this many at a time can wait for the next event. */
const mostRowReads = 12;

/**
 * Keeps a loaded list up to date: rows change where they stand, new rows are put on top while `atTop`, else counted as
 * fresh. While `enabled` is false it looks once, when the list is shown again from the cache.
 */
export function useLiveTraces(request: TraceListRequest, enabled: boolean, atTop: boolean): LiveTraces {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState<TracePage | undefined>();
  const [arrived, setArrived] = useState<ReadonlySet<string>>(none);
  const changed = useRef<Set<string>>(new Set());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const reading = useRef<AbortController | undefined>(undefined);
  const again = useRef(false);
  const lastLookMs = useRef(0);
  const key = JSON.stringify([
    request.experimentIds,
    request.filter,
    request.orderBy,
    request.range.key,
    request.columns,
  ]);

  function merge(pages: readonly TracePage[], head: TracePage) {
    setArrived(new Set(freshIds(pages, head)));
    setTracePages(queries, request, mergeHead(pages, head));
    setWaiting(undefined);
  }

  const show = useEffectEvent((head: TracePage) => {
    const pages = loadedTracePages(queries, request);
    if (pages.length === 0) return;
    if (atTop || freshIds(pages, head).length === 0) {
      merge(pages, head);
    } else {
      setTracePages(queries, request, replaceTraces(pages, head.traces));
      setWaiting(head);
    }
  });

  const look = useEffectEvent(async () => {
    timer.current = undefined;
    lastLookMs.current = Date.now();
    again.current = reading.current !== undefined;
    if (again.current || loadedTracePages(queries, request).length === 0) return;
    const control = new AbortController();
    reading.current = control;
    const ids = changed.current;
    changed.current = new Set();
    try {
      const head = await readTraceHead(request, control.signal);
      if (control.signal.aborted) return;
      show(head);
      await rereadRows(idsBelow(ids, head), control.signal);
    } catch {
      // The stream's own retries and the offline banner deal with a server that is away; the next event looks again.
    } finally {
      if (reading.current === control) reading.current = undefined;
      if (again.current) lookSoon();
    }
  });

  const rereadRows = useEffectEvent(async (ids: readonly string[], signal: AbortSignal) => {
    if (ids.length === 0) return;
    const reads = await Promise.allSettled(ids.map((id) => client.getTraceSummary(id, request.columns, signal)));
    const newer = reads.flatMap((read) => (read.status === "fulfilled" ? [read.value] : []));
    const pages = loadedTracePages(queries, request);
    if (newer.length > 0 && pages.length > 0) setTracePages(queries, request, replaceTraces(pages, newer));
  });

  const lookSoon = useEffectEvent(() => {
    const waitMs = Math.max(0, lastLookMs.current + betweenLooksMs - Date.now());
    timer.current ??= setTimeout(() => void look(), waitMs);
  });

  const idsBelow = useEffectEvent((ids: ReadonlySet<string>, head: TracePage): string[] => {
    const inHead = new Set(head.traces.map((trace) => trace.trace_id));
    const rows = loadedTracePages(queries, request).flatMap((page) => page.traces);
    return rows
      .map((row) => row.trace_id)
      .filter((id) => ids.has(id) && !inHead.has(id))
      .slice(0, mostRowReads);
  });

  const checkRunning = useEffectEvent(() => {
    const running = loadedTracePages(queries, request)
      .flatMap((page) => page.traces)
      .filter(isRunning);
    for (const trace of running) changed.current.add(trace.trace_id);
    if (running.length > 0) lookSoon();
  });

  const pages = loadedTracePages(queries, request);
  const asOfMs = pages[0]?.as_of_ms;
  const mode = useChanges({ experimentId: onlyOne(request.experimentIds) }, enabled, asOfMs, (changes) => {
    for (const change of relevant(changes, request.experimentIds)) changed.current.add(change.trace_id);
    if (changes === null || changed.current.size > 0) lookSoon();
  });

  useEffect(() => {
    setWaiting(undefined);
    setArrived(none);
    lookSoon();
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      changed.current = new Set();
      reading.current?.abort();
      reading.current = undefined;
    };
  }, [key]);

  // What came while another list was on its way, which then may not have it.
  const isLoaded = pages.length > 0;
  const lookIfChanged = useEffectEvent(() => {
    if (changed.current.size > 0) lookSoon();
  });
  useEffect(() => {
    if (isLoaded) lookIfChanged();
  }, [isLoaded]);

  useEffect(() => {
    if (!enabled) return;
    const interval = setInterval(() => checkRunning(), runningCheckMs);
    return () => clearInterval(interval);
  }, [enabled]);

  useEffect(() => {
    if (atTop && waiting) show(waiting);
  }, [atTop, waiting]);

  const fresh = waiting ? freshIds(pages, waiting).length : 0;
  return {
    mode,
    fresh,
    freshIsLowerBound: fresh > 0 && fresh === waiting?.traces.length,
    showFresh() {
      if (waiting) merge(pages, waiting);
    },
    arrived,
  };
}

const none: ReadonlySet<string> = new Set();

function onlyOne(ids: readonly string[]): string | undefined {
  return ids.length === 1 ? ids[0] : undefined;
}

function relevant(changes: readonly TraceChange[] | null, experimentIds: readonly string[]): readonly TraceChange[] {
  if (!changes || experimentIds.length === 0) return changes ?? [];
  return changes.filter((change) => experimentIds.includes(change.experiment_id));
}

function isRunning(trace: TraceSummary): boolean {
  return trace.state === "RUNNING";
}
