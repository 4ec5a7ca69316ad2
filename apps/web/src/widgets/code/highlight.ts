import { common, createLowlight } from "lowlight";

/** A piece of a line. */
export interface Token {
  readonly text: string;
  /** What it is, as the highlighter names it: `keyword`, `string`, …; empty for plain text. */
  readonly kind: string;
}

const lowlight = createLowlight(common);

/** The lines of a text in pieces. A piece that spans lines (a long string, a comment) is one in each of them. */
export function highlightLines(text: string, language: string): Token[][] {
  const lines: Token[][] = [[]];
  const put = (value: string, kind: string) => {
    value.split("\n").forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part) lines.at(-1)!.push({ text: part, kind });
    });
  };
  const walk = (node: Node, kind: string) => {
    if (node.type === "text") put(node.value ?? "", kind);
    else for (const child of node.children ?? []) walk(child, kindOf(child) ?? kind);
  };
  if (lowlight.registered(language)) walk(lowlight.highlight(language, text) as Node, "");
  else put(text, "");
  return lines;
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly properties?: { readonly className?: readonly string[] };
  readonly children?: readonly Node[];
}

/** `hljs-title function_` is a title. */
function kindOf({ properties }: Node): string | undefined {
  return properties?.className?.[0]?.replace(/^hljs-/, "");
}
