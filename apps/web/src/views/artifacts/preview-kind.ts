/** How a file is shown, by the end of its name. */
export type PreviewKind =
  | "text"
  | "markdown"
  | "json"
  | "csv"
  | "parquet"
  | "notebook"
  | "image"
  | "audio"
  | "video"
  | "pdf"
  | "page"
  | "none";

const endings: Readonly<Record<Exclude<PreviewKind, "none">, string>> = {
  text:
    "txt log err out cfg conf ini properties toml yaml yml xml py js ts jsx tsx mjs cjs java kt scala go rs c h cc cpp hpp cs " +
    "rb php r jl lua pl sh bash zsh ps1 bat sql css scss rst tex env lock gitignore dockerfile makefile mlmodel mlproject " +
    "requirements diff patch proto graphql gradle hocon prompt j2 jinja",
  markdown: "md markdown",
  json: "json geojson jsonl ndjson",
  csv: "csv tsv",
  parquet: "parquet pq",
  notebook: "ipynb",
  image: "png jpg jpeg gif webp avif bmp ico svg",
  audio: "mp3 wav ogg oga flac m4a opus aac",
  video: "mp4 webm mov m4v ogv",
  pdf: "pdf",
  page: "html htm",
};

const kinds = new Map<string, PreviewKind>(
  Object.entries(endings).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind as PreviewKind])),
);

/** `none` for what we cannot tell by its name: its first bytes may say that it is text. */
export function previewKind(path: string): PreviewKind {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return kinds.get(name.slice(name.lastIndexOf(".") + 1)) ?? "none";
}

/** Whether bytes read as text: no NUL, and hardly another control character. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 4_096);
  if (sample.includes(0)) return false;
  const strange = sample.filter((byte) => byte < 9 || (byte > 13 && byte < 27) || (byte > 27 && byte < 32)).length;
  return strange <= sample.length / 50;
}
