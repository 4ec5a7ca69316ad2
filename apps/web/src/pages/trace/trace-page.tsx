import { useParams } from "react-router";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { TraceSkeletonShape } from "./skeleton-shape.tsx";
import { traceIdHex } from "./trace-id.ts";
import { TraceWorkspace } from "./trace-workspace.tsx";
import { useSkeleton } from "./use-skeleton.ts";
import { useWalk } from "./use-walk.ts";

/** `/traces/:traceId`: one trace as a tree on a time axis, and the span that is looked at. */
export function Component() {
  const { traceId = "" } = useParams();
  const hex = traceIdHex(traceId);
  return hex ? <TracePage key={hex} traceId={hex} /> : <NoTraceId text={traceId} />;
}

function TracePage({ traceId }: { traceId: string }) {
  const { data, error, refetch } = useSkeleton(traceId);
  // Also while this one is on its way, or not to be had: one can go on.
  const walk = useWalk(traceId);
  if (data) return <TraceWorkspace traceId={traceId} trace={data} walk={walk} />;
  return (
    <>
      <PageHeader crumbs={[{ label: "Traces", to: walk?.list ?? "/traces" }, { label: error ? traceId : undefined }]} />
      {error ? (
        <LoadFailed
          what={`trace ${traceId}`}
          instead={{ to: "/traces", label: "All traces" }}
          error={error}
          onRetry={refetch}
        />
      ) : (
        <TraceSkeletonShape />
      )}
    </>
  );
}

function NoTraceId({ text }: { text: string }) {
  return (
    <>
      <PageHeader crumbs={[{ label: "Traces", to: "/traces" }, { label: "No such trace" }]} />
      <EmptyState icon="search" tone="error" title="This is not the id of a trace">
        <code>{text}</code> should be 32 hex digits, with or without <code>tr-</code> before them.
      </EmptyState>
    </>
  );
}
