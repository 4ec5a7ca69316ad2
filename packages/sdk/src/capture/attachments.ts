import { context, diag } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";
import { ApiError, callOf, type Experiment, experimentRoutes, traceIdToMlflow } from "@spanloom/wire";
import { createTransport, type TransportOptions } from "../client/transport.ts";
import { platformFetch } from "../delivery/post.ts";
import { within } from "../delivery/timers.ts";
import { contentKey } from "./content-key.ts";
import { bytesOfBase64, type Media, type MediaSink } from "./media.ts";

export interface AttachmentOptions extends Pick<TransportOptions, "url" | "headers" | "fetch" | "retries"> {
  readonly experiment?: string | undefined;
  readonly experimentId?: string | undefined;
}

/** Media that are too large for a span's attributes, on their way to the server's artifacts. */
export interface Attachments extends MediaSink {
  /** Waits for all that was kept; rejects with an `AttachmentError` when some of it did not arrive since it was asked last. */
  flush(timeoutMs: number): Promise<void>;
  /** How many media were kept, and what became of them. */
  readonly stats: { readonly uploaded: number; readonly failed: number; readonly waiting: number };
}

/**
 * What `flush()` rejects with when the spans arrived and some of their attachments did not.
 *
 * @example
 * await flush().catch((error) => {
 *   if (!(error instanceof AttachmentError)) throw error;
 *   console.warn(error.message);
 * });
 */
export class AttachmentError extends Error {
  override readonly name = "AttachmentError";
}

/**
 * Uploads media as MLflow keeps the attachments of a trace: below its artifacts, as `attachments/<uuid>`, with the reference
 * `mlflow-attachment://<uuid>?content_type=…&trace_id=…&size=…` in the span. A medium that occurs again in the same trace, as
 * it does in every turn of a conversation, is uploaded once. Where the server has no such place, media stay in the span.
 */
export function createAttachments({ experiment, experimentId = "0", ...options }: AttachmentOptions): Attachments {
  const transport = createTransport({ ...options, fetch: options.fetch ?? platformFetch() });
  const stats = { uploaded: 0, failed: 0, waiting: 0 };
  const references = new Map<string, string>();
  const underway = new Set<Promise<void>>();
  let waitingBytes = 0;
  let unsaid: string[] = [];
  let root: Promise<string> | undefined;
  let isUnavailable = false;
  let turn: Promise<void> = Promise.resolve();

  return {
    stats,
    minBytes: smallestBytes,
    keep: (media, traceId) => keep(traceIdToMlflow(traceId), media),
    async flush(timeoutMs) {
      const settled = await within(Promise.all(underway), timeoutMs);
      const reasons = settled === "timeout" ? [...unsaid, `${stats.waiting} are still waiting`] : unsaid;
      unsaid = [];
      if (reasons.length > 0) {
        throw new AttachmentError(`Attachments were not uploaded to ${transport.url}: ${reasons.join("; ")}`);
      }
    },
  };

  function keep(traceId: string, media: Media): string | undefined {
    const sizeBytes = sizeOf(media.content);
    const id = globalThis.crypto?.randomUUID?.();
    if (isUnavailable || id === undefined || waitingBytes + sizeBytes > mostWaitingBytes) return undefined;
    const key = media.content instanceof Blob ? undefined : `${traceId} ${media.mimeType} ${contentKey(media.content)}`;
    const known = key === undefined ? undefined : references.get(key);
    if (known !== undefined) return known;

    const query = new URLSearchParams({ content_type: media.mimeType, trace_id: traceId, size: String(sizeBytes) });
    const reference = `mlflow-attachment://${id}?${query}`;
    if (key !== undefined) remember(key, reference);
    waitingBytes += sizeBytes;
    stats.waiting++;
    const body = bodyOf(media);
    // One after the other: the application's own requests come first.
    turn = turn.then(() => upload(`${traceId}/artifacts/attachments/${id}`, body, media.mimeType, sizeBytes));
    const done = turn;
    underway.add(done);
    void done.then(() => underway.delete(done));
    return reference;
  }

  async function upload(path: string, body: () => BodyInit, mimeType: string, sizeBytes: number): Promise<void> {
    try {
      root ??= findRoot();
      const place = await root;
      await untraced(() =>
        transport.exchange({
          method: "PUT",
          path: `${artifactPath}${place}/traces/${path}`,
          headers: { "content-type": mimeType },
          body: body(),
          repeatable: true,
          timeoutMs: uploadTimeoutMs,
        }),
      ).then((response) => response.body?.cancel());
      stats.uploaded++;
    } catch (error) {
      root = undefined;
      stats.failed++;
      const reason = error instanceof Error ? error.message : String(error);
      if (!unsaid.includes(reason) && unsaid.length < 10) {
        unsaid.push(reason);
        diag.error(`@spanloom/sdk: an attachment was not uploaded: ${reason}`);
      }
      // No server of MLflow's API: it will not become one.
      if (!(error instanceof ApiError) || error.httpStatus === 404 || error.httpStatus === 405) isUnavailable = true;
    } finally {
      waitingBytes -= sizeBytes;
      stats.waiting--;
    }
  }

  /** The path of the experiment's artifacts on the server's proxy. */
  async function findRoot(): Promise<string> {
    const found = await untraced(() =>
      experiment === undefined || experimentId !== "0" ? lookUp(experimentId) : lookUpNamed(experiment),
    );
    const location = found.artifact_location ?? "";
    if (!location.startsWith("mlflow-artifacts:")) throw new Error(`the server does not serve files at ${location}`);
    return location
      .slice("mlflow-artifacts:".length)
      .replace(/^\/\/[^/]*/, "")
      .replace(/^\/*|\/+$/g, "");
  }

  async function lookUp(id: string): Promise<Partial<Experiment>> {
    const call = callOf(experimentRoutes.getExperiment, { experiment_id: id });
    return (await transport.message<{ experiment: Experiment }>(call, true)).experiment;
  }

  /** The experiment may be made by the first span that arrives; a medium can be there before it. */
  async function lookUpNamed(name: string): Promise<Partial<Experiment>> {
    const call = callOf(experimentRoutes.getExperimentByName, { experiment_name: name });
    for (let tried = 1; ; tried++) {
      try {
        return (await transport.message<{ experiment: Experiment }>(call, true)).experiment;
      } catch (error) {
        const isMissing = error instanceof ApiError && error.code === "RESOURCE_DOES_NOT_EXIST";
        if (!isMissing || tried === 10) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200 * tried));
      }
    }
  }

  function remember(key: string, reference: string): void {
    references.set(key, reference);
    if (references.size > 1000) references.delete(references.keys().next().value!);
  }
}

const artifactPath = "/api/2.0/mlflow-artifacts/artifacts/";
/** Below it a medium stands in the attribute as it is: a request for it would cost more. */
const smallestBytes = 16 * 1024;
const mostWaitingBytes = 64 * 1024 * 1024;
const uploadTimeoutMs = 60_000;

function sizeOf(content: Media["content"]): number {
  if (content instanceof Uint8Array) return content.byteLength;
  if (content instanceof Blob) return content.size;
  return Math.floor((content.base64.length * 3) / 4) - (/=*$/.exec(content.base64.slice(-2))?.[0].length ?? 0);
}

/** What will be sent. Bytes are copied now, for their owner may change them; base64 is text, and decoded when its turn comes. */
function bodyOf({ content }: Media): () => BodyInit {
  if (content instanceof Blob) return () => content;
  if (content instanceof Uint8Array) {
    const copy = content.slice() as Uint8Array<ArrayBuffer>;
    return () => copy;
  }
  return () => bytesOfBase64(content.base64) as Uint8Array<ArrayBuffer>;
}

function untraced<T>(run: () => Promise<T>): Promise<T> {
  return context.with(suppressTracing(context.active()), run);
}
