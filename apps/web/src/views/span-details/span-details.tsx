import { readSpan, type SpanSourceWithIds } from "@spanloom/conventions";
import { type ReactNode, useMemo } from "react";
import { JsonValueView } from "../../widgets/json-view/json-view.tsx";
import { late } from "../../widgets/late.tsx";
import { type Tab, Tabs } from "../../widgets/tabs.tsx";
import { AttributesTab } from "./attributes-tab.tsx";
import { ConversationTab } from "./conversation-tab.tsx";
import { InputOutputTab } from "./input-output-tab.tsx";
import { exceptionsOf, hasConversation, hasInputOutput } from "./present.ts";
import { Problem } from "./problem.tsx";
import styles from "./span-details.module.css";
import { SpanFactsList } from "./span-facts-list.tsx";

// Few spans have these.
const DocumentsTab = late(async () => (await import("./documents-tab.tsx")).DocumentsTab);
const EvaluationsTab = late(async () => (await import("./evaluations-tab.tsx")).EvaluationsTab);
const EventsTab = late(async () => (await import("./events-tab.tsx")).EventsTab);

interface SpanDetailsProps {
  source: SpanSourceWithIds;
  /** The span as it came, for the last tab. */
  raw: unknown;
  /** What had to be changed so that it could be stored. */
  notes: readonly string[];
  /** In US dollars as the server priced it; undefined for no price. */
  costUsd: number | undefined;
  /** What was said of it, and the way to say more. */
  feedback: { readonly count: number; readonly panel: ReactNode };
  /** The wanted tab; one that this span has not falls back to its first. */
  tab: string;
  onTab: (tab: string) => void;
}

type TabId = "conversation" | "io" | "documents" | "assessments" | "evaluations" | "attributes" | "events" | "raw";

/** Everything that one span says, in tabs; only those that have something to show. */
export function SpanDetails({ source, raw, notes, costUsd, feedback, tab, onTab }: SpanDetailsProps) {
  const view = useMemo(() => readSpan(source), [source]);
  const exceptions = exceptionsOf(source);
  const events = source.events.length + source.logs.length;
  const tabs: (Tab<TabId> | false)[] = [
    hasConversation(view) && { id: "conversation", label: "Conversation", panel: <ConversationTab view={view} /> },
    view.documents !== undefined &&
      view.documents.length > 0 && {
        id: "documents",
        label: "Documents",
        count: view.documents.length,
        panel: <DocumentsTab query={view.query} documents={view.documents} />,
      },
    hasInputOutput(view) && { id: "io", label: "Input · Output", panel: <InputOutputTab view={view} /> },
    view.evaluations !== undefined &&
      view.evaluations.length > 0 && {
        id: "evaluations",
        label: "Evaluations",
        count: view.evaluations.length,
        panel: <EvaluationsTab evaluations={view.evaluations} />,
      },
    {
      id: "attributes",
      label: "Attributes",
      count: Object.keys(source.attributes).length,
      panel: <AttributesTab source={source} />,
    },
    events + source.links.length > 0 && {
      id: "events",
      label: source.links.length > 0 ? "Events · Links" : "Events",
      count: events + source.links.length,
      panel: <EventsTab source={source} />,
    },
    {
      id: "assessments",
      label: "Feedback",
      ...(feedback.count > 0 && { count: feedback.count }),
      panel: feedback.panel,
    },
    { id: "raw", label: "Raw", panel: <Fill>{<JsonValueView value={raw} label="Raw span" fill />}</Fill> },
  ];
  const present = tabs.filter((each) => each !== false);
  const open = present.find(({ id }) => id === tab)?.id ?? present[0]?.id ?? "attributes";
  return (
    <div className={styles.details}>
      <SpanFactsList source={source} view={view} costUsd={costUsd} />
      {source.status.code === 2 && (
        <Problem
          source={source}
          {...(exceptions.length > 0 && open !== "events" && { onStack: () => onTab("events") })}
        />
      )}
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="How this span was stored">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Tabs label="Span details" tabs={present} open={open} onOpen={onTab} />
    </div>
  );
}

function Fill({ children }: { children: ReactNode }) {
  return <div className={styles.fill}>{children}</div>;
}
