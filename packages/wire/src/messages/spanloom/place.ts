// Generated from proto/spanloom/place.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

/** Something that has a page. */
export interface Place {
  /** experiment | run | logged_model | model | prompt | session */
  kind: string;
  /** of a model and a prompt: the name */
  id: string;
  name: string;
  /** of a run and a logged model */
  experiment_id: string;
  experiment_name: string;
  /** of its start, making or last change; 0 for a session */
  time_ms: number;
}
export const Place: MessageType<Place, "complete"> = message("spanloom.Place", "complete", () => [
  [1, "kind", "string"],
  [2, "id", "string"],
  [3, "name", "string"],
  [4, "experiment_id", "string"],
  [5, "experiment_name", "string"],
  [6, "time_ms", "number64"],
]);

export interface FindPlaces {
  /** words of a name, or the beginning of an id; empty: the newest of each kind */
  text: string;
  /** of each kind, 1..20, default 5 */
  max_results: number;
  /** empty: all */
  kinds: string[];
}
export const FindPlaces: MessageType<FindPlaces, "complete"> = message("spanloom.FindPlaces", "complete", () => [
  [1, "text", "string"],
  [2, "max_results", "int32"],
  [3, "kinds", "string", "repeated"],
]);

export interface FindPlacesResponse {
  /** kind by kind; names that begin with the text first, then the newest */
  places: Place[];
}
export const FindPlacesResponse: MessageType<FindPlacesResponse, "complete"> = message("spanloom.FindPlaces.Response", "complete", () => [
  [1, "places", "message", "repeated", Place],
]);
