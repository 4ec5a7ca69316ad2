/** A cell of a notebook, as nbformat 4 has it and we show it. */
export interface NotebookCell {
  readonly kind: "markdown" | "code" | "raw";
  readonly source: string;
  readonly count: number | undefined;
  readonly outputs: readonly NotebookOutput[];
}

export type NotebookOutput =
  | { readonly type: "text"; readonly text: string; readonly isError: boolean }
  | { readonly type: "image"; readonly url: string }
  | { readonly type: "markdown"; readonly text: string }
  | { readonly type: "json"; readonly text: string };

export interface Notebook {
  readonly language: string;
  readonly cells: readonly NotebookCell[];
}

/**
 * The cells of a notebook; undefined for what is none. Of an output in several forms the one is taken that is safe and
 * says most: a picture, then Markdown, then plain text. HTML and script in outputs are never taken.
 */
export function readNotebook(text: string): Notebook | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { cells, metadata } = record(parsed);
  if (!Array.isArray(cells)) return undefined;
  const language = record(record(metadata).language_info).name ?? record(record(metadata).kernelspec).language;
  return { language: typeof language === "string" ? language : "python", cells: cells.map(cellOf) };
}

function cellOf(raw: unknown): NotebookCell {
  const { cell_type: type, source, execution_count: count, outputs } = record(raw);
  return {
    kind: type === "markdown" || type === "raw" ? type : "code",
    source: joined(source),
    count: typeof count === "number" ? count : undefined,
    outputs: Array.isArray(outputs) ? outputs.flatMap(outputOf) : [],
  };
}

function outputOf(raw: unknown): NotebookOutput[] {
  const output = record(raw);
  if (output.output_type === "stream") {
    return [{ type: "text", text: withoutAnsi(joined(output.text)), isError: output.name === "stderr" }];
  }
  if (output.output_type === "error") {
    const trace = Array.isArray(output.traceback) ? output.traceback.map(String).join("\n") : "";
    return [{ type: "text", text: withoutAnsi(trace || `${output.ename}: ${output.evalue}`), isError: true }];
  }
  const data = record(output.data);
  for (const type of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const base64 = joined(data[type]).replace(/\s+/g, "");
    if (base64 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64))
      return [{ type: "image", url: `data:${type};base64,${base64}` }];
  }
  if (data["text/markdown"] !== undefined) return [{ type: "markdown", text: joined(data["text/markdown"]) }];
  if (data["application/json"] !== undefined) return [{ type: "json", text: JSON.stringify(data["application/json"]) }];
  const plain = joined(data["text/plain"]);
  return plain ? [{ type: "text", text: plain, isError: false }] : [];
}

/** Texts are lists of lines, or one text. */
function joined(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join("");
  return typeof value === "string" ? value : "";
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Colours of a terminal say nothing here. */
function withoutAnsi(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
  return text.replace(/\u001b\[[\d;]*[A-Za-z]/g, "");
}
