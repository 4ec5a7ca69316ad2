import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { LazyMarkdown } from "./lazy-markdown.tsx";
import { Markdown } from "./markdown.tsx";
import { plainParagraphs } from "./plain-paragraphs.ts";

test.each([
  "Where is my order 4711?",
  "One paragraph\non two lines.\n\nAnd another,\n \n\nafter gaps. ",
  "A price of 5.20 - or 3 + 2 = 5 - (maybe) {here}; a@b.org, https://example.org/x?y=1#z",
  "Umlauts äöü, 漢字 and 🚂; 'quotes' and “others”.",
  "",
])("%j is plain, and drawn as the reader of Markdown draws it", (text) => {
  expect(plainParagraphs(text)).toBeDefined();
  const bare = (markup: string) => markup.replaceAll(/>\s+</g, "><").replaceAll(/\s+(?=<)/g, "");
  expect(bare(renderToStaticMarkup(<LazyMarkdown text={text} fallback={null} />))).toBe(
    bare(renderToStaticMarkup(<Markdown text={text} />)),
  );
});

test.each([
  "# Title",
  "some **bold** words",
  "an _italic_ one",
  "code: `x`",
  "- a list",
  "+ a list",
  "1. a list",
  "2) a list",
  "> a quote",
  "[a](b)",
  "<b>",
  "&amp;",
  "a\\*b",
  "| a | b |",
  "Title\n===",
  "Title\n---",
  "    code",
  "\tcode",
  "a  \nb",
  "  # Title",
])("%j is read as Markdown", (text) => {
  expect(plainParagraphs(text)).toBeUndefined();
});
