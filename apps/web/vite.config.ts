import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `pnpm dev` finds the Spanloom server. */
const server = "http://127.0.0.1:5000";

const proxied = ["/api", "/ajax-api", "/get-artifact", "/v1", "/version", "/health"];

/**
 * The built app runs under `Content-Security-Policy: default-src 'self'`: no inline script, no inline style element,
 * no data: URL. So assets are never inlined, and the module preload polyfill (an inline script) is off.
 */
export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy: Object.fromEntries(proxied.map((path) => [path, { target: server }])) },
  experimental: {
    // Below which path the app is served only the server knows, which writes it into index.html. All else is found from there.
    renderBuiltUrl: (_, { hostType }) => ({ relative: hostType !== "html" }),
  },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What most pages share is one file. By itself Vite makes one of each module that two pages have, forty for the page of
          // a trace, and each costs a request and a compilation before the page is drawn.
          groups: [
            {
              name: "common",
              test: /src\/(data|views|widgets|trace)\/|react-query|query-core/,
              minShareCount: 24,
              maxModuleSize: 6_000,
            },
          ],
        },
      },
      treeshake: {
        // hysnappy compiles WebAssembly as soon as it is loaded, which the policy forbids. Nothing of it is used here.
        moduleSideEffects: [{ test: /node_modules\/(hysnappy|hyparquet-compressors)\//, sideEffects: false }],
      },
    },
  },
});
