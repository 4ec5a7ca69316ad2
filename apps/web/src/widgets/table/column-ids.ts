/** In the URL: `cols=status,name,tag:env`, percent-encoded so that an id may contain commas. Empty for an absent text. */
export function readColumnIds(text: string | null): string[] {
  return [...new Set((text ?? "").split(",").map(decode).filter(Boolean))];
}

export function writeColumnIds(ids: readonly string[]): string {
  return ids.map((id) => id.replace(/[%,]/g, encodeURIComponent)).join(",");
}

/** Ids with one switched on or off; a new one takes its place in the order of all. */
export function toggleColumnId<Id extends string>(ids: readonly Id[], id: Id, all: readonly Id[]): Id[] {
  if (ids.includes(id)) return ids.filter((other) => other !== id);
  const place = ids.findIndex((other) => all.indexOf(other) > all.indexOf(id));
  return place < 0 ? [...ids, id] : [...ids.slice(0, place), id, ...ids.slice(place)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
