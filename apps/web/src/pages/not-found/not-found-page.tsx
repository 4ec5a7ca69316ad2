import { Link, useLocation } from "react-router";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";

/** For an address that no page has. */
export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <>
      <PageHeader crumbs={[{ label: "Not found" }]} />
      <EmptyState icon="search" title="There is no page here" actions={<Link to="/">Home</Link>}>
        Nothing is served at <code>{pathname}</code>.
      </EmptyState>
    </>
  );
}
