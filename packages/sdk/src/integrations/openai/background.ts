import { safely } from "../../safely.ts";
import { followResult } from "../../streams/follow-result.ts";
import { object, text } from "../shared/json.ts";
import { ModelSpan } from "../shared/model-span.ts";
import { isApiPromise, observeApiPromise } from "../stainless/api-promise.ts";
import type { StainlessClient } from "../stainless/client.ts";
import { responseOf, responses } from "./responses.ts";

/** Ids of answers that were recorded, so that each is recorded once however often it is fetched. */
const mostRemembered = 10_000;

/**
 * A Response made in the background answers `queued` at once and is asked for until it is done. The call that made it is a
 * span without an answer; the request that brings the answer becomes a span with it, from its own start. Requests that
 * find it still running, and those for Responses that did not run in the background, are no spans.
 */
export function observeBackground(client: StainlessClient, provider: () => string): void {
  const { get } = client;
  const recorded = new Set<string>();
  const observing = (path: string, options?: unknown) => {
    const startTimeNs = BigInt(Date.now()) * 1_000_000n;
    const promise = get.call(client, path, options);
    if (!/^\/responses\/[^/]+$/.test(path.split("?", 1)[0]!) || !isApiPromise(promise)) return promise;
    const start = (model?: string) =>
      new ModelSpan({ operation: "chat", provider: provider(), model }, { startTimeNs });
    observeApiPromise(promise, {
      parsed(value) {
        if (typeof object(value).iterator === "function") {
          const call = start();
          followResult(value, call.observeStream(responses.stream!({})));
          return;
        }
        const response = object(value);
        const id = text(response.id);
        const isDone = response.status !== "queued" && response.status !== "in_progress";
        if (response.background !== true || !isDone || id === undefined || recorded.has(id)) return;
        if (recorded.size < mostRemembered) recorded.add(id);
        start(text(response.model)).respond(() => responseOf(response));
      },
      raw: () => undefined,
      failed: () => undefined,
    });
    return promise;
  };
  safely("observing background responses", () => Object.defineProperty(client, "get", { value: observing }), undefined);
}
