import { QueryCache, QueryClient } from "@tanstack/react-query";
import { isUnreachable, RequestError } from "./request-error.ts";

/** Key of the server's own description; it also tells whether the server can be reached at all (server.ts). */
export const serverKey = ["server"] as const;

/**
 * The app's cache. A refusal is final and never asked again; a failure to reach the server is tried three times and
 * then makes the server query run, whose state is the offline banner.
 */
export function createQueryClient(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (isUnreachable(error) && query.queryKey[0] !== serverKey[0]) {
          void queries.invalidateQueries({ queryKey: serverKey });
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        gcTime: 5 * 60_000,
        networkMode: "always",
        refetchOnWindowFocus: false,
        retry: (failures, error) => isUnreachable(error) && failures < 3,
        retryDelay: (attempt) => Math.min(4_000, 400 * 2 ** attempt),
        throwOnError: (error) => !(error instanceof RequestError),
      },
    },
  });
  return queries;
}
