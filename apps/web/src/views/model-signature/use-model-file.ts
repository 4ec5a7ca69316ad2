import { useQuery } from "@tanstack/react-query";
import { readFilePart, useArtifactDirectory } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";
import { type ModelSignature, partOf, readSignature } from "./read-signature.ts";

/** What an MLmodel file says of its model. */
export interface ModelFile {
  readonly signature: ModelSignature;
  /** Path of the input example among the owner's files; undefined where none was saved. */
  readonly examplePath: string | undefined;
}

const fileName = "MLmodel";
/** Of any MLmodel file: it holds no data. */
const mostBytes = 1_000_000;

/** The MLmodel file in a directory of a run's or a logged model's files; null where there is none. */
export function useModelFile(owner: ArtifactOwner | undefined, directory: string) {
  const files = useArtifactDirectory(owner, directory).data;
  const path = files?.find(({ path }) => path.split("/").at(-1) === fileName)?.path;
  const read = useQuery({
    queryKey: ["model-file", owner?.kind, owner?.id, path],
    queryFn: ({ signal }) => readModelFile(owner!, path!, signal),
    enabled: owner !== undefined && path !== undefined,
    staleTime: 60_000,
  });
  return files && path === undefined ? null : read.data;
}

async function readModelFile(owner: ArtifactOwner, path: string, signal: AbortSignal): Promise<ModelFile> {
  const [{ bytes }, { parse }] = await Promise.all([
    readFilePart(owner, path, 0, mostBytes, signal),
    // A parser of its own chunk: only pages of models need it.
    import("yaml"),
  ]);
  const model: unknown = parsed(parse, new TextDecoder().decode(bytes));
  const example = partOf(partOf(model, "saved_input_example_info"), "artifact_path");
  return {
    signature: readSignature(partOf(model, "signature")),
    examplePath: typeof example === "string" ? path.slice(0, -fileName.length) + example : undefined,
  };
}

/** A file that is no YAML says nothing. */
function parsed(parse: (text: string) => unknown, text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
