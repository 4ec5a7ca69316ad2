import { sql } from "../postgres/sql.ts";

/** The tag in which MLflow notes the prompt versions of a trace `t`: JSON of a list of {name, version}, without spaces. */
export const linkedPrompts = sql`replace(t.tags ->> 'mlflow.linkedPrompts', ' ', '')`;

/** LIKE patterns that find one version of a prompt in it, in whichever order the two were written; no version: any. */
export function linkedPromptPatterns(name: string, version?: string): readonly [string, string] {
  const said = `"name":${JSON.stringify(name)}`.replaceAll(" ", "");
  const numbered = version === undefined ? "" : `"version":${JSON.stringify(version)}`.replaceAll(" ", "");
  if (!numbered) return [`%{${escaped(said)},%`, `%,${escaped(said)}}%`];
  return [`%{${escaped(said)},${escaped(numbered)}}%`, `%{${escaped(numbered)},${escaped(said)}}%`];
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}
