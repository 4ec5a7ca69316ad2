/** A line of a CSV file (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvLine(values: readonly string[]): string {
  return `${values.map(field).join(",")}\r\n`;
}

/** ISO 8601 where there is such a date, else the milliseconds. */
export function isoTime(unixMs: number): string {
  return Math.abs(unixMs) <= 8.64e15 ? new Date(unixMs).toISOString() : String(unixMs);
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumber(text: string): boolean {
  return /^-?(?:\d+\.?\d*(?:e[+-]?\d+)?|Infinity)$/i.test(text);
}
