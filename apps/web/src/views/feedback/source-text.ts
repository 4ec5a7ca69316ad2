const types: Readonly<Record<string, string>> = { HUMAN: "person", LLM_JUDGE: "judge", CODE: "code" };

/** Who says something: `ann (person)`, or what kind of source it is where it has no name. */
export function sourceText(source: { readonly source_type?: string; readonly source_id?: string } | undefined): string {
  const type = types[source?.source_type ?? ""] ?? "";
  const id = source?.source_id ?? "";
  return id && id !== "default" ? `${id}${type && ` (${type})`}` : type;
}
