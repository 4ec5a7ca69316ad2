import { routes } from "./routes.ts";

/** Our own reading API for what runs, logged models and traces have to do with each other. */
export const lineageViewRoutes = routes({
  getLoggedModelLineage: { method: "GET", path: "/api/spanloom/v1/logged-models/{model_id}/lineage" },
  getPromptUse: { method: "GET", path: "/api/spanloom/v1/prompts/{name}/use" },
  getRunLineage: { method: "GET", path: "/api/spanloom/v1/runs/{run_id}/lineage" },
});
