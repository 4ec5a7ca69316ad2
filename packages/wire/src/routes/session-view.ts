import { routes } from "./routes.ts";

/** Our own reading API for sessions. A session is named in the query: its name may be one that no path can have, such as `..`. */
export const sessionViewRoutes = routes({
  listSessions: { method: "GET", path: "/api/spanloom/v1/sessions" },
  getSession: { method: "GET", path: "/api/spanloom/v1/session" },
});
