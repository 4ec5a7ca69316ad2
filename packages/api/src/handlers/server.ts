import type { serverRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";

export const server: Handlers<typeof serverRoutes> = {
  async getServerInfo() {
    return {
      store_type: "SqlStore",
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
      presigned_upload_run_id_supported: false,
      presigned_upload_model_id_supported: false,
      features_enabled: { gateway: false },
    };
  },

  async health({ store }) {
    await store.ping();
    return { headers: plainText, body: "OK" };
  },

  async version() {
    return { headers: plainText, body: mlflowVersion };
  },
};

const plainText = { "Content-Type": "text/plain; charset=utf-8" } as const;

/** The release of MLflow whose REST API this is. Clients choose by it what they call; below 3.4 they would log no spans. */
const mlflowVersion = "3.17.2";
