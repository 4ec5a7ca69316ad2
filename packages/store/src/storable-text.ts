/** Postgres's text and jsonb refuse NUL and half surrogate pairs: both become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}

export function storableEntries(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([key, value]) => [storableText(key), storableText(value)]));
}
