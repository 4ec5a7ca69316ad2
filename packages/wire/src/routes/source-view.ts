import { routes } from "./routes.ts";

/** Our own reading API for what became of what was sent. */
export const sourceViewRoutes = routes({
  listIngestSources: { method: "GET", path: "/api/spanloom/v1/sources" },
});
