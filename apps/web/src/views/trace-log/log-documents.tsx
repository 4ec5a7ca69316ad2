import type { RetrievedDocument } from "@spanloom/conventions";
import { Clamp } from "../../widgets/clamp.tsx";
import { DocumentsTab } from "../span-details/documents-tab.tsx";
import { mostPx } from "./most-px.ts";
import { useOpened } from "./opened.ts";

interface LogDocumentsProps {
  readonly query: string | undefined;
  readonly documents: readonly RetrievedDocument[];
  /** Unique in the log. */
  readonly name: string;
}

/** What was retrieved, and for what. */
export function LogDocuments({ query, documents, name }: LogDocumentsProps) {
  const [isOpen, setOpen] = useOpened(name);
  return (
    <Clamp mostPx={mostPx} isOpen={isOpen} onOpen={setOpen}>
      <DocumentsTab query={query} documents={documents} />
    </Clamp>
  );
}
