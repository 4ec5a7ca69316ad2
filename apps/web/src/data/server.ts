import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client } from "./client.ts";
import { serverKey } from "./query-client.ts";
import { isUnreachable } from "./request-error.ts";

/** What the server says about itself, asked once; asked again every few seconds while it cannot be reached. */
export function useServer() {
  return useQuery({
    queryKey: serverKey,
    queryFn: ({ signal }) => client.getServer(signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnReconnect: "always",
    refetchInterval: (query) => (isUnreachable(query.state.error) ? 3_000 : false),
  });
}

/** False while the last thing we asked the server stayed without an answer. */
export function useServerReachable(): boolean {
  const queries = useQueryClient();
  // A stream over a network that went away stays silent, and nothing else may be asked for a while.
  useEffect(() => {
    const ask = () => void queries.invalidateQueries({ queryKey: serverKey });
    addEventListener("offline", ask);
    return () => removeEventListener("offline", ask);
  }, [queries]);
  return !isUnreachable(useServer().error);
}
