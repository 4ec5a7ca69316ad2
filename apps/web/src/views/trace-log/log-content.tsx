import type { SpanView } from "@spanloom/conventions";
import { type Query, useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { logPart } from "../../trace/log-entries.ts";
import type { SpanTree } from "../../trace/span-tree.ts";
import { toldBefore, toldInside } from "../../trace/told-before.ts";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import type { TextMode } from "../messages/text-view.tsx";
import { namedValues } from "../span-details/present.ts";
import { Problem } from "../span-details/problem.tsx";
import { type SpanPayload, spanPayloadQuery } from "../span-payload/use-span-payload.ts";
import { LogDocuments } from "./log-documents.tsx";
import { LogMessages } from "./log-messages.tsx";
import { LogValue } from "./log-value.tsx";
import { type Told, toldBy } from "./repeats.ts";
import styles from "./trace-log.module.css";

export type ReadSpan = (spanId: string) => Promise<SpanPayload>;

interface LogContentProps {
  readonly traceId: string;
  readonly tree: SpanTree;
  readonly row: number;
  /** One of `logPart`. */
  readonly part: number;
  readonly read: ReadSpan;
  readonly mode: TextMode;
}

/** What a span says, without what stands above already. It is asked for when one stays with it. */
export function LogContent({ traceId, tree, row, part, read, mode }: LogContentProps) {
  const queries = useQueryClient();
  const isAsked = useRested();
  const before = useMemo(
    () => (part === logPart.end ? toldInside(tree, row) : toldBefore(tree, row)),
    [tree, row, part],
  );
  const spans = useQueries({
    queries: [row, ...before].map((each) => {
      const query = spanPayloadQuery(traceId, tree, each, read);
      // One that failed is asked for again when the reader says so, and not by each entry that compares itself with it.
      const hasFailed = queries.getQueryState(query.queryKey)?.status === "error";
      return { ...query, enabled: isAsked && query.enabled && !hasFailed, retryOnMount: false };
    }),
  });
  const [own, ...others] = spans;
  // What was told before is left out at once: a text that shrinks again would move all below it.
  const isWaiting = own!.isPending || others.some(({ isLoading }) => isLoading);
  if (own!.error) {
    return (
      <p className={styles.note} role="alert">
        <Icon name="warning" size={14} /> Could not load what this span says.
        <Button onClick={() => void queries.resetQueries(failed)}>Try again</Button>
      </p>
    );
  }
  if (isWaiting) return <div className={styles.waiting} aria-busy="true" />;
  const { source, view } = own!.data!;
  if (!source || !view) return <p className={styles.note}>What this span carried is not stored any more.</p>;

  const told = others.flatMap(({ data }, at) =>
    data?.view ? toldBy(data.view, readOf(tree, row, part, before[at]!)) : [],
  );
  return (
    <div className={styles.content}>
      {part !== logPart.end && <Given view={view} told={told} spanId={source.spanId} mode={mode} />}
      {part !== logPart.begin && (
        <>
          {source.status.code === 2 && <Problem source={source} />}
          <Got view={view} told={told} spanId={source.spanId} mode={mode} />
        </>
      )}
    </div>
  );
}

/** Every span that could not be read: what was wrong with one was wrong with all. */
const failed = {
  predicate: ({ queryKey, state }: Query) => queryKey[0] === "span" && state.status === "error",
};

/** Of what has not ended, only what went in has been read; of what lies inside, what came out is compared with. */
function readOf(tree: SpanTree, row: number, part: number, other: number): "in" | "out" | "all" {
  if (part === logPart.end) return "out";
  return row < other + tree.size[other]! ? "in" : "all";
}

interface SideProps {
  readonly view: SpanView;
  readonly told: readonly Told[];
  readonly spanId: string;
  readonly mode: TextMode;
}

function Given({ view, told, spanId, mode }: SideProps) {
  const messages = view.inputMessages ?? [];
  if (messages.length > 0) return <LogMessages messages={messages} told={told} name={`${spanId} in`} mode={mode} />;
  return namedValues(view)
    .in.filter(({ title }) => !(title === "Query" && view.documents?.length))
    .map(({ title, value }) => (
      <LogValue key={title} title={title} value={value} told={told} name={`${spanId} ${title}`} mode={mode} />
    ));
}

function Got({ view, told, spanId, mode }: SideProps) {
  const messages = view.outputMessages ?? [];
  if (messages.length > 0)
    return <LogMessages messages={messages} told={told} name={`${spanId} out`} mode={mode} output />;
  if (view.documents?.length)
    return <LogDocuments query={view.query} documents={view.documents} name={`${spanId} documents`} />;
  return namedValues(view).out.map(({ title, value }) => (
    <LogValue key={title} title={title} value={value} told={told} name={`${spanId} ${title}`} mode={mode} />
  ));
}

/** So long an entry has to stay in the page: passing over many asks for nothing. */
const restMs = 60;

function useRested(): boolean {
  const [isRested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), restMs);
    return () => clearTimeout(timer);
  }, []);
  return isRested;
}
