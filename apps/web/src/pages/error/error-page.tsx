import { useRouteError } from "react-router";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";

/**
 * When a page throws, or its code cannot be loaded (a new version was deployed and the old chunk is gone): the rest of
 * the app stays, and a reload is one click away. What was thrown is on the console, not on the page.
 */
export function ErrorPage() {
  const error = useRouteError();
  const stale = error instanceof Error && /dynamically imported module|module script|preload/i.test(error.message);
  return (
    <>
      <PageHeader crumbs={[{ label: "Error" }]} />
      <EmptyState
        icon="error"
        tone="error"
        title={stale ? "This page's code could not be loaded" : "This page stopped working"}
        actions={
          <Button look="primary" onClick={() => location.reload()}>
            Reload
          </Button>
        }
      >
        {stale
          ? "The server may have been updated since you opened this tab, or it cannot be reached."
          : "That is a mistake in Spanloom. The browser's console has the details."}
      </EmptyState>
    </>
  );
}
