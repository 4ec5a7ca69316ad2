import { useLocation } from "react-router";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";

/** For an address that no page has. */
export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <>
      <PageHeader crumbs={[{ label: "Not found" }]} />
      <NotFound what={pathname}>No page has this address.</NotFound>
    </>
  );
}
