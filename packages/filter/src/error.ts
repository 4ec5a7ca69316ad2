/** A mistake in a search text, with the place that a page underlines: characters `position` up to `end`. */
export class FilterError extends Error {
  readonly position: number;
  readonly end: number;

  constructor(message: string, place: Place) {
    super(message);
    this.name = "FilterError";
    this.position = place.position;
    this.end = Math.max(place.end, place.position);
  }
}

/** Characters (UTF-16 units) from `position` up to, not including, `end` of the text. */
export interface Place {
  readonly position: number;
  readonly end: number;
}
