import type { Attributes } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { entriesOf } from "../span/entries-of.ts";

/** What can be said of a whole trace. */
export interface TraceLabels {
  /** Can be changed later. A value that is no text is said as JSON. */
  readonly tags?: Readonly<Record<string, unknown>> | undefined;
  /** Stays as it is. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** The conversation that the trace is a part of. */
  readonly session?: string | undefined;
  /** The end user. */
  readonly user?: string | undefined;
}

/** Those of `inner` over those of `outer`. */
export function mergeLabels(outer: TraceLabels | undefined, inner: TraceLabels): TraceLabels {
  if (outer === undefined) return inner;
  return {
    tags: { ...outer.tags, ...inner.tags },
    metadata: { ...outer.metadata, ...inner.metadata },
    session: inner.session ?? outer.session,
    user: inner.user ?? outer.user,
  };
}

/** Labels as attributes of a trace's root. Metadata keys of MLflow's for session and user are these. */
export function labelAttributes({ tags, metadata, session, user }: TraceLabels): Attributes {
  const attributes: Record<string, string> = {};
  const say = (key: string, value: unknown) => {
    const text = labelText(value);
    if (text !== undefined) attributes[key] = text;
  };
  for (const [key, value] of entriesOf(tags)) say(names.traceTagPrefix + key, value);
  for (const [key, value] of entriesOf(metadata)) {
    say(metadataNames.get(key) ?? names.traceMetadataPrefix + key, value);
  }
  say(names.session, session);
  say(names.user, user);
  return attributes;
}

/** `undefined` for what says nothing. */
export function labelText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value.toWellFormed();
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      return value === null ? undefined : JSON.stringify(value);
    default:
      return undefined;
  }
}

const metadataNames = new Map([
  ["mlflow.trace.session", names.session],
  ["mlflow.trace.user", names.user],
]);
