export interface Mistake {
  readonly message: string;
  /** Characters `position` up to `end` of the text; both at its end where something is missing there. */
  readonly position: number;
  readonly end: number;
}

/** The text in three parts, the middle one to be underlined. A mistake of no width lies on the character before it. */
export function splitAtMistake(
  text: string,
  { position, end }: Mistake,
): [before: string, wrong: string, after: string] {
  const from = Math.min(position, text.length);
  const to = Math.min(end, text.length);
  const start = from === to ? Math.max(0, from - 1) : from;
  return [text.slice(0, start), text.slice(start, to), text.slice(to)];
}
