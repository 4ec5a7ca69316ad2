import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type FilePart, readFilePart } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";

/** A part of a file as text. A character torn at its edge is left out. */
export function usePart(owner: ArtifactOwner, path: string, offset: number, count: number) {
  const part = useQuery({
    queryKey: ["artifact-part", owner.kind, owner.id, path, offset, count],
    queryFn: ({ signal }) => readFilePart(owner, path, offset, count, signal),
    staleTime: 60_000,
    gcTime: 30_000,
  });
  const text = useMemo(() => (part.data ? textOf(part.data) : ""), [part.data]);
  return { data: part.data, error: part.error, text };
}

/** UTF-8, or UTF-16 where a mark at the beginning says so. */
export function textOf({ bytes, offset, sizeBytes }: FilePart): string {
  const utf16 = offset === 0 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  const encoding = utf16 ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
  const torn = offset > 0 ? bytes.findIndex((byte) => (byte & 0xc0) !== 0x80) : 0;
  const isWhole = offset + bytes.length >= sizeBytes;
  return new TextDecoder(encoding).decode(bytes.subarray(Math.max(0, torn)), { stream: !isWhole });
}
