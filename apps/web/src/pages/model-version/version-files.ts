import type { ArtifactOwner, ModelVersion } from "../../data/messages.ts";

/** Whose artifacts a version's files are, and where among them they lie. */
export interface VersionFiles {
  readonly owner: ArtifactOwner;
  /** Of the directory; "" for all files of the owner. */
  readonly path: string;
}

/**
 * Where the files of a version lie, by its source: `models:/m-…` is a logged model, `runs:/<id>/<path>` a run's
 * directory, and an address below `…/<run id>/artifacts/` a run's, too. Undefined for what lies elsewhere.
 */
export function filesOf({ source = "", model_id = "", run_id = "" }: ModelVersion): VersionFiles | undefined {
  const [, ofModel] = /^models:\/+(m-[^/]+)/.exec(source) ?? [];
  const modelId = ofModel || model_id;
  if (modelId) return { owner: { kind: "logged-model", id: modelId }, path: "" };
  const [, ofRun, below] = /^runs:\/+([^/]+)\/?(.*)$/.exec(source) ?? [];
  if (ofRun) return { owner: { kind: "run", id: ofRun }, path: trimmed(below ?? "") };
  const root = `/${run_id}/artifacts/`;
  const at = run_id ? source.indexOf(root) : -1;
  if (at >= 0) return { owner: { kind: "run", id: run_id }, path: trimmed(source.slice(at + root.length)) };
  return undefined;
}

function trimmed(path: string): string {
  return path.replace(/\/+$/, "");
}
