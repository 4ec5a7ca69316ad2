import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { changesUrl } from "./addresses.ts";
import { serverKey } from "./query-client.ts";

export interface TraceChange {
  trace_id: string;
  experiment_id: string;
}

/** How changes reach us: `stream`, or `polling` after the stream failed a few times; `paused` in a hidden tab. */
export type ChangesMode = "connecting" | "stream" | "polling" | "paused";

/**
 * Calls `onChange` when traces of the scope are new or have grown. `null` means that changes may have been missed (the
 * tab was hidden, the stream broke, or we poll): look again at everything. Ends with the component, or while `enabled`
 * is false.
 *
 * @param asOfMs of the answer that the page began with, undefined until it is there: what changed after it is told too.
 */
export function useChanges(
  scope: { experimentId?: string | undefined; traceId?: string | undefined },
  enabled: boolean,
  asOfMs: number | undefined,
  onChange: (changes: readonly TraceChange[] | null) => void,
): ChangesMode {
  const [mode, setMode] = useState<ChangesMode>("connecting");
  const queries = useQueryClient();
  const report = useEffectEvent(onChange);
  const reportMode = useEffectEvent((next: ChangesMode) => {
    setMode(next);
    // A stream that broke is the first sign of a server that is gone: ask it, so that the page can say so.
    if (mode === "stream" && next === "connecting") void queries.invalidateQueries({ queryKey: serverKey });
  });
  const { experimentId, traceId } = scope;
  const subscribe = useEffectEvent(() =>
    subscribeToChanges(
      { ...(experimentId && { experimentId }), ...(traceId && { traceId }) },
      asOfMs,
      (changes) => report(changes),
      (next) => reportMode(next),
    ),
  );
  const isRead = asOfMs !== undefined;
  useEffect(() => {
    if (enabled && isRead) return subscribe();
  }, [experimentId, traceId, enabled, isRead]);
  return enabled ? mode : "paused";
}

const pollMs = 4_000;
const firstRetryMs = 500;
const longestRetryMs = 20_000;
const failuresBeforePolling = 3;

/**
 * The event stream of `scope` as a subscription; returns what ends it. A hidden tab holds no stream, because a browser
 * gives one origin six HTTP/1.1 connections and forgotten tabs would use them up.
 */
export function subscribeToChanges(
  scope: { experimentId?: string; traceId?: string },
  asOfMs: number | undefined,
  onChange: (changes: readonly TraceChange[] | null) => void,
  onMode: (mode: ChangesMode) => void = () => {},
): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let poll: ReturnType<typeof setInterval> | undefined;
  let failures = 0;
  let missed = false;
  /** Only the first stream tells what came before it; after another one everything is looked at again. */
  let sinceMs = asOfMs;

  function open() {
    source = new EventSource(changesUrl(scope, missed ? undefined : sinceMs));
    source.onopen = () => {
      failures = 0;
      clearInterval(poll);
      poll = undefined;
      onMode("stream");
      if (missed) onChange(null);
      missed = false;
      sinceMs = undefined;
    };
    source.addEventListener("missed", () => onChange(null));
    source.addEventListener("traces", (event) => {
      onChange(readChanges(event.data));
    });
    source.onerror = () => {
      source?.close();
      missed = true;
      failures++;
      if (failures < failuresBeforePolling) onMode("connecting");
      else if (poll === undefined) {
        onMode("polling");
        poll = setInterval(() => onChange(null), pollMs);
      }
      retry = setTimeout(open, Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)));
    };
  }

  function close() {
    source?.close();
    clearTimeout(retry);
    clearInterval(poll);
    poll = undefined;
  }

  function onVisibility() {
    close();
    if (document.hidden) {
      missed = true;
      onMode("paused");
    } else {
      failures = 0;
      open();
    }
  }

  document.addEventListener("visibilitychange", onVisibility);
  if (!document.hidden) open();
  else missed = true;
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}

/** The traces that an event names; `null` (look at everything) for data that we cannot read. */
function readChanges(data: string): readonly TraceChange[] | null {
  try {
    const { traces } = JSON.parse(data) as { traces?: TraceChange[] };
    return traces ?? null;
  } catch {
    return null;
  }
}
