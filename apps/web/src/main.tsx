import "./styles/tokens.css";
import "./styles/base.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { RouterProvider } from "react-router/dom";
import { moveBelowPrefix } from "./data/prefix.ts";
import { createQueryClient } from "./data/query-client.ts";
import { createRouter } from "./router.tsx";

moveBelowPrefix();
const queries = createQueryClient();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);
