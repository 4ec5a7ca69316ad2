import { routes } from "./routes.ts";

export const webhookRoutes = routes({
  createWebhook: { method: "POST", path: "/mlflow/webhooks", since: "2.0" },
  listWebhooks: { method: "GET", path: "/mlflow/webhooks", since: "2.0" },
  getWebhook: { method: "GET", path: "/mlflow/webhooks/{webhook_id}", since: "2.0" },
  updateWebhook: { method: "PATCH", path: "/mlflow/webhooks/{webhook_id}", since: "2.0" },
  deleteWebhook: { method: "DELETE", path: "/mlflow/webhooks/{webhook_id}", since: "2.0" },
  testWebhook: { method: "POST", path: "/mlflow/webhooks/{webhook_id}/test", since: "2.0" },
});
