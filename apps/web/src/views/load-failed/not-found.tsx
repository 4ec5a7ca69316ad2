import type { ReactNode } from "react";
import { Link } from "react-router";
import { EmptyState } from "../../widgets/empty-state.tsx";

export interface NotFoundProps {
  /** The thing with its name: "model nope". */
  readonly what: string;
  /** Where its like are, instead of the home page. */
  readonly instead?: { readonly to: string; readonly label: string };
  /** Why it may not be there, where more can be said than that it was deleted or never was. */
  readonly children?: ReactNode;
}

/** What stands in the place of a thing that is not there, whatever it is. */
export function NotFound({ what, instead = { to: "/", label: "Home" }, children }: NotFoundProps) {
  return (
    <EmptyState
      icon="search"
      tone="error"
      title={`Not found: ${what}`}
      actions={<Link to={instead.to}>{instead.label}</Link>}
    >
      {children ?? "It may have been deleted, or its address has a mistake."}
    </EmptyState>
  );
}
