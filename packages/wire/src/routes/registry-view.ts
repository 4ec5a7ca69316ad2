import { routes } from "./routes.ts";

/** Our own reading API for the registry. */
export const registryViewRoutes = routes({
  listRegistryHistory: { method: "GET", path: "/api/spanloom/v1/registered-models/{name}/history" },
  getVersionLineage: { method: "GET", path: "/api/spanloom/v1/registered-models/{name}/versions/{version}/lineage" },
  listVersionsOf: { method: "GET", path: "/api/spanloom/v1/model-versions" },
});
