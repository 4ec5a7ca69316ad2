/**
 * Postgres's text holds every character but U+0000, and no lone surrogates. What is shown and searched has U+FFFD in
 * their place; the bytes in the chunk are untouched.
 */
export function cleanText(text: string): string {
  if (!text.includes("\0") && text.isWellFormed()) return text;
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}

/** `text` cleaned and cut to `maxLength` UTF-16 units, with what was done added to `notes`. */
export function sanitiseText(what: string, text: string, maxLength: number, notes: string[]): string {
  let clean = cleanText(text);
  if (clean !== text) notes.push(`${what} has NUL characters or lone surrogates; they are shown as U+FFFD`);
  else if (clean.includes("\uFFFD")) notes.push(`${what} is not all valid UTF-8; the bad bytes are shown as U+FFFD`);
  if (clean.length > maxLength) {
    notes.push(`${what} has ${clean.length} characters; the first ${maxLength} are shown and searched`);
    clean = clean.slice(0, maxLength).toWellFormed();
  }
  return clean;
}
