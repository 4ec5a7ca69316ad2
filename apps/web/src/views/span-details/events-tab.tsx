import type { SpanSourceWithIds } from "@spanloom/conventions";
import { Link } from "react-router";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { LongText } from "../../widgets/long-text.tsx";
import { ValueView } from "../messages/value-view.tsx";
import { AttributeTable } from "./attributes-tab.tsx";
import styles from "./events-tab.module.css";
import { exceptionOf } from "./present.ts";
import details from "./span-details.module.css";

/** Events of the span and log records that name it, in order of time, and links to other traces. */
export function EventsTab({ source }: { source: SpanSourceWithIds }) {
  const events = [
    ...source.events.map((event) => ({ ...event, body: undefined })),
    ...source.logs.map(({ eventName, ...log }) => ({ ...log, name: eventName || "log" })),
  ].sort((a, b) => (a.timeUnixNano < b.timeUnixNano ? -1 : a.timeUnixNano > b.timeUnixNano ? 1 : 0));
  return (
    <div className={details.panel}>
      {source.links.length > 0 && <Links source={source} />}
      {events.map((event, at) => (
        <section key={at} className={styles.event} data-exception={event.name === "exception" || undefined}>
          <header>
            <strong>{event.name}</strong>
            <time className={details.quiet}>{offset(event.timeUnixNano, source.startTimeUnixNano)}</time>
          </header>
          {event.name === "exception" ? (
            <ExceptionView attributes={event.attributes} />
          ) : (
            <AttributeTable attributes={event.attributes} />
          )}
          {event.body !== undefined && event.body !== null && (
            <ValueView value={event.body} label={`Body of ${event.name}`} mode="markdown" />
          )}
        </section>
      ))}
    </div>
  );
}

function ExceptionView({ attributes }: { attributes: SpanSourceWithIds["attributes"] }) {
  const { type, message, stack } = exceptionOf(attributes);
  const {
    "exception.type": _type,
    "exception.message": _message,
    "exception.stacktrace": _stack,
    ...rest
  } = attributes;
  return (
    <>
      <p className={styles.exception}>
        {type && <strong>{type}: </strong>}
        {message}
      </p>
      {stack && (
        <div className={styles.stack}>
          <LongText text={stack} wrap={false} />
        </div>
      )}
      <AttributeTable attributes={rest} />
    </>
  );
}

function Links({ source }: { source: SpanSourceWithIds }) {
  return (
    <section className={details.part}>
      <h3>Links</h3>
      {source.links.map((link) => (
        <div key={`${link.traceId} ${link.spanId}`} className={styles.spanLink}>
          <Link to={`/traces/${link.traceId}?span=${link.spanId}`}>
            <code>{link.traceId}</code>
          </Link>{" "}
          <span className={details.quiet}>span {link.spanId}</span>
          <AttributeTable attributes={link.attributes} />
        </div>
      ))}
    </section>
  );
}

/** Time after the start of the span; a clock that was wrong gives a negative one. A record without a time says nothing. */
function offset(timeUnixNano: bigint, startTimeUnixNano: bigint): string {
  if (timeUnixNano === 0n) return "";
  const ns = Number(timeUnixNano - startTimeUnixNano);
  return ns < 0 ? formatDurationNs(ns) : `+${formatDurationNs(ns)}`;
}
