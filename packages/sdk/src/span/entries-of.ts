/** The entries of a record; none of anything else, such as a text, whose every character is an entry to JavaScript. */
export function entriesOf(record: unknown): [key: string, value: unknown][] {
  return typeof record === "object" && record !== null ? Object.entries(record) : [];
}
