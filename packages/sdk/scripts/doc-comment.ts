export interface DocComment {
  /** Markdown. */
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  /** TypeScript, one each. */
  readonly examples: readonly string[];
}

/** Reads what stands between the slashes of a doc comment. */
export function readDocComment(comment: string): DocComment {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*+ ?/, "").trimEnd());
  const blocks: { tag: string; lines: string[] }[] = [{ tag: "", lines: [] }];
  for (const line of lines) {
    // Only these: an example may begin a line with a decorator.
    const tag = /^@(example|param|returns|throws|module|see|deprecated)\b ?(.*)$/.exec(line);
    if (tag === null) blocks.at(-1)!.lines.push(line);
    else blocks.push({ tag: tag[1]!, lines: [tag[2]!] });
  }
  const ofTag = (tag: string) =>
    blocks.filter((block) => block.tag === tag).map((block) => block.lines.join("\n").trim());
  return {
    text: [...ofTag(""), ...ofTag("returns"), ...ofTag("throws")].filter(Boolean).join("\n\n"),
    params: ofTag("param").map((text) => {
      const [, name = "", rest = ""] = /^(\S+)\s*-?\s*([\s\S]*)$/.exec(text) ?? [];
      return { name, text: rest };
    }),
    examples: ofTag("example").map((text) => text.replace(/^```\w*\n([\s\S]*?)\n?```$/, "$1")),
  };
}
