import { routes } from "./routes.ts";

/** Our own reading API for going somewhere by name. */
export const placeRoutes = routes({
  findPlaces: { method: "GET", path: "/api/spanloom/v1/places" },
});
