import type { Attributes, AttributeValue } from "@spanloom/conventions";
import type { SpanWriter } from "@spanloom/store";
import type { Emitter } from "./decode/emitter.ts";
import { cleanText } from "./sanitise/index.ts";

const maxRemembered = 50_000;

/** Writes each resource and scope once, before the first span that points to it. */
export class Sources {
  readonly #writer: SpanWriter;
  readonly #written = new Set<number>();

  constructor(writer: SpanWriter) {
    this.#writer = writer;
  }

  async ensure(emitters: readonly Emitter[]): Promise<void> {
    const missing = new Map<number, Emitter>();
    for (const emitter of emitters) if (!this.#written.has(emitter.sourceId)) missing.set(emitter.sourceId, emitter);
    if (missing.size === 0) return;
    await this.#writer.ensureSources(
      [...missing.values()].map(({ sourceId, resource, scope }) => ({
        sourceId,
        resource: jsonOf(resource),
        scope: JSON.stringify({
          name: cleanText(scope.name),
          version: cleanText(scope.version),
          attributes: plain(scope.attributes),
        }),
      })),
    );
    if (this.#written.size > maxRemembered) this.#written.clear();
    for (const sourceId of missing.keys()) this.#written.add(sourceId);
  }
}

function jsonOf(attributes: Attributes): string {
  return JSON.stringify(plain(attributes));
}

/** An attribute value as JSON that Postgres takes: no NUL, integers past 2^53 as text, bytes as base64. */
function plain(value: AttributeValue): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [cleanText(key), plain(item as AttributeValue)]),
  );
}
