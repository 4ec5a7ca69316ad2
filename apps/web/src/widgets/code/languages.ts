const languages: Readonly<Record<string, string>> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  jsx: "javascript",
  ts: "typescript",
  tsx: "typescript",
  json: "json",
  yaml: "yaml",
  yml: "yaml",
  mlmodel: "yaml",
  mlproject: "yaml",
  toml: "ini",
  ini: "ini",
  cfg: "ini",
  conf: "ini",
  sh: "bash",
  bash: "bash",
  sql: "sql",
  xml: "xml",
  html: "xml",
  css: "css",
  md: "markdown",
  r: "r",
  java: "java",
  go: "go",
  rs: "rust",
  c: "c",
  h: "c",
  cpp: "cpp",
  diff: "diff",
  patch: "diff",
};

/** The language of a file by the end of its name, as the highlighter calls it; undefined for plain text. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const ending = name.slice(name.lastIndexOf(".") + 1);
  return Object.hasOwn(languages, ending) ? languages[ending] : undefined;
}
