import { formatNumber } from "../format/number.ts";

/** An axis of a picture of several. */
export interface PictureAxis {
  readonly name: string;
  /** What the values on it are indices of; absent where they are numbers themselves. */
  readonly texts?: readonly string[];
}

/** Something with a value on each axis of a picture; NaN where it has none. */
export interface Placed {
  readonly id: string;
  readonly label: string;
  readonly colour: number;
  readonly values: readonly number[];
}

/** What pictures of several axes are given. */
export interface AxesPictureProps {
  readonly title: string;
  readonly axes: readonly PictureAxis[];
  readonly all: readonly Placed[];
  readonly highlighted: string | undefined;
  readonly onHighlight: (id: string | undefined) => void;
  readonly heightPx?: number;
}

/** A value on an axis as it is read: a text, or what `write` makes of a number. */
export function valueText({ texts }: PictureAxis, value: number, write = formatNumber): string {
  return texts ? (texts[value] ?? "–") : write(value);
}

/** What a mark says when it is pointed at: whose it is, and a line for each axis. */
export function placedText({ label, values }: Placed, axes: readonly PictureAxis[]): string {
  return [label, ...axes.map((axis, at) => `${axis.name}: ${valueText(axis, values[at]!)}`)].join("\n");
}
