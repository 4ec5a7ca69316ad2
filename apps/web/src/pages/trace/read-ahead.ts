import type { QueryClient } from "@tanstack/react-query";
import { skeletonQuery } from "../../views/trace-skeleton/skeleton-query.ts";
import { traceIdHex } from "./trace-id.ts";

/** Asks for the tree of the trace that an address names, while the page's code is still on its way. */
export async function readTrace(queries: QueryClient, traceId: string): Promise<void> {
  const hex = traceIdHex(traceId);
  if (hex) await queries.prefetchQuery(skeletonQuery(hex));
}
