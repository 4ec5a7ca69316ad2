/** Which numbers stand between the tree and the bars. */
export interface Columns {
  readonly duration: boolean;
  readonly tokens: boolean;
  readonly cost: boolean;
}

const widthsPx = { duration: 76, tokens: 52, cost: 80 } as const;
/** Narrower, these columns would take the names' room. */
const tokensFromPx = 660;
const costFromPx = 740;

/** The wanted columns that fit; a narrow tree always says how long. */
export function shownColumns(wanted: Columns, widthPx: number, narrow: boolean): Columns {
  return {
    duration: narrow || wanted.duration,
    tokens: wanted.tokens && widthPx >= tokensFromPx,
    cost: wanted.cost && widthPx >= costFromPx,
  };
}

/** The grid's columns as CSS. `treeShare` is the part of the width that tree and numbers take together. */
export function gridColumns(columns: Columns, widthPx: number, treeShare: number, narrow: boolean): string {
  if (narrow) return "minmax(0, 1fr) auto";
  const numbers = (["duration", "tokens", "cost"] as const)
    .filter((name) => columns[name])
    .map((name) => widthsPx[name]);
  const treePx = Math.round(widthPx * treeShare) - numbers.reduce((sum, px) => sum + px, 0);
  return [treePx, ...numbers]
    .map((px) => `${px}px`)
    .join(" ")
    .concat(" minmax(0, 1fr)");
}
