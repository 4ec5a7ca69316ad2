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
  readonly axes: readonly string[];
  readonly all: readonly Placed[];
  readonly highlighted: string | undefined;
  readonly onHighlight: (id: string | undefined) => void;
  readonly heightPx?: number;
}
