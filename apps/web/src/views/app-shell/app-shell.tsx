import { Suspense, useState } from "react";
import { Outlet } from "react-router";
import { late } from "../../widgets/late.tsx";
import { Toasts } from "../../widgets/toast/toasts.tsx";
import { TooltipProvider } from "../../widgets/tooltip.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { BulkJobs } from "../bulk/bulk-jobs.tsx";
import styles from "./app-shell.module.css";
import { GoKeys } from "./go-keys.tsx";
import { NavigationProgress } from "./navigation-progress.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Rail } from "./rail.tsx";

/** Loads the code of the palette before it is asked for. */
export const loadPalette = () => import("../command-palette/command-palette.tsx");

const CommandPalette = late(async () => (await loadPalette()).CommandPalette);
const ShortcutsDialog = late(async () => (await import("../shortcuts/shortcuts-dialog.tsx")).ShortcutsDialog);

/** The frame around every page: the rail, the page, and what can open over it from anywhere. */
export function AppShell() {
  const [palette, setPalette] = useState(false);
  const [shortcuts, setShortcuts] = useState(false);
  useShortcuts({
    "mod+k": () => setPalette((open) => !open),
    "?": () => setShortcuts(true),
  });
  return (
    <TooltipProvider>
      <div className={styles.shell}>
        <a className={styles.skip} href="#page">
          Skip to content
        </a>
        <Rail onPalette={() => setPalette(true)} onShortcuts={() => setShortcuts(true)} />
        <main className={styles.page} id="page" tabIndex={-1}>
          <NavigationProgress />
          <OfflineBanner />
          <Toasts>
            <BulkJobs>
              <Suspense>
                <Outlet />
              </Suspense>
            </BulkJobs>
            <GoKeys />
          </Toasts>
        </main>
      </div>
      {palette && <CommandPalette open onOpen={setPalette} />}
      {shortcuts && <ShortcutsDialog open onOpen={setShortcuts} />}
    </TooltipProvider>
  );
}
