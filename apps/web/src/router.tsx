import type { QueryClient } from "@tanstack/react-query";
import { createBrowserRouter, type LoaderFunctionArgs, type RouteObject, redirect } from "react-router";
import { prefix } from "./data/prefix.ts";
import { readComparedRuns } from "./pages/compare-runs/read-ahead.ts";
import { ErrorPage } from "./pages/error/error-page.tsx";
import { experimentAddress, experimentTabs } from "./pages/experiment/experiment-tabs.ts";
import { firstTab } from "./pages/experiment/first-tab.ts";
import { loggedModelAddress, loggedModelTabs } from "./pages/logged-model/logged-model-tabs.ts";
import { modelTabs } from "./pages/model/model-tabs.ts";
import { versionTabs } from "./pages/model-version/version-tabs.ts";
import { modelAddress, versionAddress } from "./pages/models/model-address.ts";
import { NotFoundPage } from "./pages/not-found/not-found-page.tsx";
import { runAddress, runTabs } from "./pages/run/run-tabs.ts";
import { readTrace } from "./pages/trace/read-ahead.ts";
import { AppShell, loadPalette } from "./views/app-shell/app-shell.tsx";
import { loadDialogs } from "./widgets/dialog.tsx";

const tracePage = () => import("./pages/trace/trace-page.tsx");

/** Every URL of the app. Each page is a chunk of its own; the shell around them is not. What pages read is kept in `queries`. */
export function createRouter(queries: QueryClient) {
  // Most visits go on to a trace, so its code comes while the list is being read; and one types into the palette at once.
  setTimeout(() => void Promise.all([tracePage(), loadDialogs(), loadPalette()]).catch(() => {}), 2_000);
  const routes: RouteObject[] = [
    {
      path: "/",
      element: <AppShell />,
      errorElement: <ErrorPage />,
      hydrateFallbackElement: <></>,
      children: [
        {
          index: true,
          loader: async () => {
            if (location.hash === "") return null;
            const address = (await import("./mlflow-links.ts")).addressOfHash(location.hash);
            return address ? redirect(address) : null;
          },
          lazy: () => import("./pages/home/home-page.tsx"),
        },
        {
          errorElement: <ErrorPage />,
          children: [
            { path: "traces", lazy: () => import("./pages/traces/all-traces-page.tsx") },
            {
              path: "traces/:traceId",
              lazy: tracePage,
              ...ahead(({ params }) => readTrace(queries, params.traceId!)),
            },
            { path: "traces/:left/diff/:right", lazy: () => import("./pages/trace-diff/trace-diff-page.tsx") },
            { path: "experiments", lazy: () => import("./pages/experiments/experiments-page.tsx") },
            {
              path: "experiments/:experimentId",
              lazy: () => import("./pages/experiment/experiment-page.tsx"),
              children: [
                {
                  index: true,
                  loader: async ({ params: { experimentId = "" } }) =>
                    redirect(experimentAddress(experimentId, await firstTab(experimentId))),
                },
                ...experimentTabs.map(({ path, page }) => ({ path, lazy: page })),
              ],
            },
            {
              path: "runs/:runId",
              lazy: () => import("./pages/run/run-page.tsx"),
              children: [
                { index: true, loader: ({ params }) => redirect(runAddress(params.runId!)) },
                ...runTabs.map(({ route, page }) => ({ path: route, lazy: page })),
              ],
            },
            {
              path: "logged-models/:modelId",
              lazy: () => import("./pages/logged-model/logged-model-page.tsx"),
              children: [
                { index: true, loader: ({ params }) => redirect(loggedModelAddress(params.modelId!)) },
                ...loggedModelTabs.map(({ route, page }) => ({ path: route, lazy: page })),
              ],
            },
            { path: "models", lazy: () => import("./pages/models/models-page.tsx") },
            { path: "models/:name/compare", lazy: () => import("./pages/compare-versions/compare-versions-page.tsx") },
            {
              path: "models/:name",
              lazy: () => import("./pages/model/model-page.tsx"),
              children: [
                { index: true, loader: ({ params }) => redirect(modelAddress(params.name!)) },
                ...modelTabs.map(({ path, page }) => ({ path, lazy: page })),
              ],
            },
            {
              path: "models/:name/versions/:version",
              lazy: () => import("./pages/model-version/version-page.tsx"),
              children: [
                { index: true, loader: ({ params }) => redirect(versionAddress(params.name!, params.version!)) },
                ...versionTabs.map(({ route, page }) => ({ path: route, lazy: page })),
              ],
            },
            { path: "evaluations/:runId", lazy: () => import("./pages/evaluation/evaluation-page.tsx") },
            { path: "datasets", lazy: () => import("./pages/datasets/all-datasets-page.tsx") },
            { path: "datasets/:datasetId", lazy: () => import("./pages/dataset/dataset-page.tsx") },
            { path: "sessions/:session", lazy: () => import("./pages/session/session-page.tsx") },
            { path: "review/:queueId", lazy: () => import("./pages/review/review-page.tsx") },
            { path: "prompts", lazy: () => import("./pages/prompts/prompts-page.tsx") },
            { path: "prompts/:name", lazy: () => import("./pages/prompt/prompt-page.tsx") },
            { path: "sources", lazy: () => import("./pages/sources/sources-page.tsx") },
            { path: "settings", lazy: () => import("./pages/settings/settings-page.tsx") },
            {
              path: "compare/runs",
              lazy: () => import("./pages/compare-runs/compare-runs-page.tsx"),
              ...ahead(({ request }) => readComparedRuns(queries, new URL(request.url).searchParams)),
            },
            { path: "*", element: <NotFoundPage /> },
          ],
        },
      ],
    },
  ];
  return createBrowserRouter(routes, { basename: prefix || "/" });
}

/**
 * Of a route: `read` asks for what its page shows first while the page's code is on its way, when it is come to. The page
 * does not wait for it; what fails is asked for, and told, by the page itself.
 */
function ahead(read: (args: LoaderFunctionArgs) => Promise<void>) {
  return {
    loader: (args: LoaderFunctionArgs) => {
      read(args).catch(() => {});
      return null;
    },
    shouldRevalidate: () => false,
  };
}
