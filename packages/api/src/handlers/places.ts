import { type PlaceKind, placeKinds } from "@spanloom/store";
import { invalidParameter, type placeRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter } from "../parameters.ts";

export const places: Handlers<typeof placeRoutes> = {
  async findPlaces({ store }, { text, max_results, kinds }) {
    const limit = boundedParameter("max_results", max_results || undefined, 5, 20);
    if (text.length > maxText) throw invalidParameter("text", `must have at most ${maxText} characters`, text.length);
    const asked = kinds.length > 0 ? kinds.map(kindParameter) : placeKinds;
    const found = await store.places.find(text, [...new Set(asked)], limit);
    return {
      places: found.map(({ kind, id, name, experimentId, experimentName, timeMs }) => ({
        kind,
        id,
        name,
        experiment_id: experimentId,
        experiment_name: experimentName,
        time_ms: timeMs,
      })),
    };
  },
};

const maxText = 500;

function kindParameter(kind: string): PlaceKind {
  const known = placeKinds.find((each) => each === kind);
  if (known === undefined) throw invalidParameter("kinds", `must be of ${placeKinds.join(", ")}`, kind);
  return known;
}
