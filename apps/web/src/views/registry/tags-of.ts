/** Tags of the registry's messages as a record. */
export function tagsOf(tags: readonly { key?: string; value?: string }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
}
