import type { TableColumn } from "./column.ts";

/** Where a column stands, in pixels from the left end of the row. */
export interface PlacedColumn<Row> {
  readonly column: TableColumn<Row>;
  readonly left: number;
  readonly width: number;
  /** It stays in sight when the table is scrolled sideways. */
  readonly isPinned: boolean;
  /** Its place among all columns, from 0. */
  readonly index: number;
}

/** What a reader did to the columns of one table. */
export interface ColumnTaste {
  /** Pixels by column id. */
  readonly widths: Readonly<Record<string, number>>;
  readonly pinned: readonly string[];
}

export const narrowestPx = 40;
export const widestPx = 1_200;
/** Pinned columns may take this share of the window; where they would take more, nothing is pinned. */
const mostPinned = 0.6;

/**
 * Pinned columns first, the others in their order, and each width settled: as the reader made it, else as the column
 * says, with the room that is left given first to the columns that grow up to a width and then to those with a share.
 */
export function placeColumns<Row>(
  columns: readonly TableColumn<Row>[],
  taste: ColumnTaste,
  availablePx: number,
  startPx = 0,
): PlacedColumn<Row>[] {
  const pinned = columns.filter(({ id }) => taste.pinned.includes(id));
  const pinnedPx = pinned.reduce((sum, column) => sum + (taste.widths[column.id] ?? column.width), startPx);
  const isPinning = availablePx === 0 || pinnedPx <= availablePx * mostPinned;
  const ordered = isPinning ? [...pinned, ...columns.filter((column) => !pinned.includes(column))] : columns;
  const widths = spread(ordered, taste.widths, availablePx - startPx);
  let left = startPx;
  return ordered.map((column, index) => {
    const placed = { column, left, width: widths[index]!, isPinned: isPinning && index < pinned.length, index };
    left += placed.width;
    return placed;
  });
}

function spread(
  columns: readonly TableColumn<never>[],
  chosen: Readonly<Record<string, number>>,
  availablePx: number,
): number[] {
  const widths = columns.map(({ id, width }) => chosen[id] ?? width);
  const left = () => availablePx - widths.reduce((sum, width) => sum + width, 0);
  const growing = (index: number) => (chosen[columns[index]!.id] === undefined ? columns[index]!.grow : undefined);

  let open = columns.flatMap((_, index) => (typeof growing(index) === "object" ? [index] : []));
  while (open.length > 0 && left() >= open.length) {
    const share = Math.floor(left() / open.length);
    open = open.filter((index) => {
      const { upTo } = growing(index) as { upTo: number };
      const more = Math.min(share, Math.max(0, upTo - widths[index]!));
      widths[index]! += more;
      return more === share;
    });
  }

  let shares = columns.flatMap((_, index) => (typeof growing(index) === "number" ? [index] : []));
  while (shares.length > 0 && left() > 0) {
    const roomPx = left() + shares.reduce((sum, index) => sum + widths[index]!, 0);
    const parts = shares.reduce((sum, index) => sum + (growing(index) as number), 0);
    const wanted = (index: number) => Math.floor((roomPx / parts) * (growing(index) as number));
    const wide = shares.filter((index) => widths[index]! > wanted(index));
    if (wide.length === 0) {
      for (const index of shares) widths[index] = wanted(index);
      break;
    }
    shares = shares.filter((index) => !wide.includes(index));
  }
  return widths;
}

/** The columns of a row that are mounted, and the grid that holds them: a track each, and one for what is left out. */
export function mountedColumns<Row>(
  placed: readonly PlacedColumn<Row>[],
  shown: readonly number[],
): { columns: readonly MountedColumn<Row>[]; tracks: string } {
  const tracks: string[] = [];
  let endPx = placed[0]?.left ?? 0;
  if (endPx > 0) tracks.push(`${endPx}px`);
  const columns = shown.map((index) => {
    const at = placed[index]!;
    if (at.left > endPx) tracks.push(`${at.left - endPx}px`);
    tracks.push(`${at.width}px`);
    endPx = at.left + at.width;
    return { ...at, track: tracks.length };
  });
  return { columns, tracks: tracks.join(" ") };
}

export interface MountedColumn<Row> extends PlacedColumn<Row> {
  /** Its line in the row's grid, from 1. */
  readonly track: number;
}
