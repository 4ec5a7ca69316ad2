import { useQuery } from "@tanstack/react-query";
import { client } from "./client.ts";

/** Experiments, runs, models, prompts and sessions by a part of their name; an empty text gives the newest of each kind. */
export function useFoundPlaces(text: string, kinds: readonly string[], ofEach: number) {
  return useQuery({
    queryKey: ["places", text, kinds, ofEach],
    queryFn: ({ signal }) => client.findPlaces({ text, kinds: [...kinds], max_results: ofEach }, signal),
    staleTime: 15_000,
    placeholderData: (previous) => previous,
  });
}
