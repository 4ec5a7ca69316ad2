import type { SpanType } from "@spanloom/conventions";
import styles from "./type-icon.module.css";

/** Shape and colour of a span's type. Both differ from type to type, so that neither is needed alone. */
const types: Record<SpanType, { label: string; color: string; path: string }> = {
  LLM: { label: "LLM", color: "llm", path: "M8 1.8 9.6 6.4 14.2 8 9.6 9.6 8 14.2 6.4 9.6 1.8 8 6.4 6.4Z" },
  CHAT_MODEL: { label: "Chat model", color: "llm", path: "M2.5 3h11v8h-6L4.5 13.5V11h-2ZM5.5 6h5M5.5 8.2h3" },
  EMBEDDING: {
    label: "Embedding",
    color: "embedding",
    path: "M3 4h.01M8 4h.01M13 4h.01M3 8h.01M8 8h.01M13 8h.01M3 12h.01M8 12h.01M13 12h.01",
  },
  CHAIN: {
    label: "Chain",
    color: "chain",
    path: "M6.5 9.5l3-3M7.5 4.5l1.3-1.3a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.3 1.3a2.8 2.8 0 0 1-4-4L4.5 7.5",
  },
  AGENT: {
    label: "Agent",
    color: "agent",
    path: "M3 6h10v7.5H3ZM8 6V3M6.5 2.5h3M6 9v1M10 9v1M1.2 8.5v2.5M14.8 8.5v2.5",
  },
  TOOL: {
    label: "Tool",
    color: "tool",
    path: "M9.5 6.5 3 13M13.8 4.3 11.6 6.5 9.5 4.4 11.7 2.2a3.5 3.5 0 0 0-4.5 4.3L2.3 11.4a1.6 1.6 0 0 0 2.3 2.3L9.5 8.8a3.5 3.5 0 0 0 4.3-4.5Z",
  },
  RETRIEVER: {
    label: "Retriever",
    color: "retriever",
    path: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14M5 7h4",
  },
  RERANKER: { label: "Reranker", color: "reranker", path: "M2 4h6M2 8h4.5M2 12h3M11.5 13V3M8.8 5.7 11.5 3l2.7 2.7" },
  PARSER: {
    label: "Parser",
    color: "parser",
    path: "M5.5 2.5H4.5a1.5 1.5 0 0 0-1.5 1.5v2.5L1.8 8 3 9.5V12a1.5 1.5 0 0 0 1.5 1.5h1M10.5 2.5h1A1.5 1.5 0 0 1 13 4v2.5L14.2 8 13 9.5V12a1.5 1.5 0 0 1-1.5 1.5h-1",
  },
  MEMORY: {
    label: "Memory",
    color: "memory",
    path: "M2.5 4c0-1 2.5-1.8 5.5-1.8s5.5.8 5.5 1.8-2.5 1.8-5.5 1.8S2.5 5 2.5 4ZM2.5 4v8c0 1 2.5 1.8 5.5 1.8s5.5-.8 5.5-1.8V4M2.5 8c0 1 2.5 1.8 5.5 1.8s5.5-.8 5.5-1.8",
  },
  WORKFLOW: {
    label: "Workflow",
    color: "workflow",
    path: "M1.8 2.5h4.5v4H1.8ZM9.7 9.5h4.5v4H9.7ZM6.3 4.5H12v5M4 6.5v5h5.7",
  },
  TASK: { label: "Task", color: "task", path: "M2.5 2.5h11v11h-11ZM5 8.2l2.2 2.2L11 6" },
  GUARDRAIL: {
    label: "Guardrail",
    color: "guardrail",
    path: "M8 1.8 13.5 4v4c0 3-2.2 5.2-5.5 6.3C4.7 13.2 2.5 11 2.5 8V4Z",
  },
  EVALUATOR: {
    label: "Evaluator",
    color: "evaluator",
    path: "M8 13.5V4M3 4h10M3 4 1.2 9h3.6ZM13 4l-1.8 5h3.6ZM5.5 13.5h5",
  },
  PROMPT: { label: "Prompt", color: "prompt", path: "M2.5 4 6 8l-3.5 4M8 12h5.5" },
  UNKNOWN: { label: "Span", color: "unknown", path: "M2.5 8h11M2.5 5.5v5M13.5 5.5v5" },
};

/** The icon of a span type, with the type's name for screen readers. A type we do not know is drawn as a plain span. */
export function TypeIcon({ type, size = 14 }: { type: string; size?: number }) {
  const { label, path } = types[known(type)];
  return (
    <svg
      className={styles.icon}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={label}
      style={{ color: typeColor(type) }}
    >
      <path d={path} />
    </svg>
  );
}

/** `Chat model` for `CHAT_MODEL`; a type that we do not know keeps its own name. */
export function typeLabel(type: string): string {
  return type in types ? types[known(type)].label : type || types.UNKNOWN.label;
}

/** The colour of a span type as a CSS value that follows the theme. */
export function typeColor(type: string): string {
  return `var(--type-${types[known(type)].color})`;
}

function known(type: string): SpanType {
  return Object.hasOwn(types, type) ? (type as SpanType) : "UNKNOWN";
}
