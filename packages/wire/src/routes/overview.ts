import { routes } from "./routes.ts";

/** Our own reading API for what traces add up to. */
export const overviewRoutes = routes({
  getOverview: { method: "GET", path: "/api/spanloom/v1/overview" },
});
