import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { readFilePart } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";
import { partText } from "./part-text.ts";

/** A part of a file, and what it says as text. */
export function usePart(owner: ArtifactOwner, path: string, offset: number, count: number, enabled = true) {
  const part = useQuery({
    queryKey: ["artifact-part", owner.kind, owner.id, path, offset, count],
    queryFn: ({ signal }) => readFilePart(owner, path, offset, count, signal),
    enabled,
    staleTime: 60_000,
    gcTime: 30_000,
  });
  const { text, endBytes } = useMemo(() => (part.data ? partText(part.data) : { text: "", endBytes: 0 }), [part.data]);
  return { data: part.data, error: part.error, text, endBytes };
}
