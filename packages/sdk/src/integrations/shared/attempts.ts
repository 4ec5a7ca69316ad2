import { currentScope } from "../../context/scope.ts";
import { safely } from "../../safely.ts";
import type { LiveSpan } from "../../span/live-span.ts";

type Fetch = (url: unknown, init?: unknown) => Promise<Response>;

/**
 * Counts the attempts of each call: clients of Stainless send every attempt through the field `fetch` that they have, Google's
 * through the one of its `httpOptions`, where `otherwise` takes the place of none. Without either, the holder is left as it is.
 */
export function observeAttempts(client: object, otherwise?: Fetch): void {
  const holder = client as { fetch?: Fetch };
  const fetch = holder.fetch ?? otherwise;
  if (typeof fetch !== "function" || watched.has(fetch)) return;
  const watching: Fetch = async (url, init) => {
    try {
      const response = await fetch.call(undefined, url, init);
      recordAttempt({ "http.response.status_code": response.status });
      return response;
    } catch (error) {
      recordAttempt({ "error.type": error instanceof Error ? error.name : "_OTHER" });
      throw error;
    }
  };
  watched.add(watching);
  safely(
    "observing a client's attempts",
    () => {
      holder.fetch = watching;
    },
    undefined,
  );
}

/** An attempt had this outcome; on the span that is active, if its attempts are counted. */
export function recordAttempt(outcome: Readonly<Record<string, unknown>>): void {
  const { span } = currentScope();
  if (span !== undefined) safely("counting attempts", () => attempted(span, outcome), undefined);
}

/** From now on, attempts that are made inside this span are counted on it. */
export function countAttempts(span: LiveSpan): void {
  attempts.set(span, { sent: 0, outcome: {} });
}

/** Called when an attempt has its outcome: what came before it was tried again. */
function attempted(span: LiveSpan, outcome: Readonly<Record<string, unknown>>): void {
  const call = attempts.get(span);
  if (call === undefined) return;
  if (call.sent > 0) {
    span.addEvent("retry", { ...call.outcome, "http.request.resend_count": call.sent });
    span.setAttribute("http.request.resend_count", call.sent);
  }
  call.sent += 1;
  call.outcome = outcome;
}

const attempts = new WeakMap<LiveSpan, { sent: number; outcome: Readonly<Record<string, unknown>> }>();
const watched = new WeakSet<Fetch>();
