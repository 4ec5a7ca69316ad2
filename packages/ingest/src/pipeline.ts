import { hash } from "node:crypto";
import { readFacts, type SpanFacts } from "@spanloom/conventions";
import type { ExperimentLookup } from "@spanloom/store";
import { OtlpDecodeError } from "@spanloom/wire/otlp";
import { type Emitter, readEnvelope, type ScopeItems } from "./decode/emitter.ts";
import { DecodedLogRecord } from "./decode/log-record.ts";
import { OtlpReader } from "./decode/reader.ts";
import { DecodedSpan } from "./decode/span.ts";
import type { TextTable } from "./decode/text-table.ts";
import { IngestError } from "./errors.ts";
import type { IngestLimits } from "./limits.ts";
import { type IngestContext, Links, type Placement } from "./link.ts";
import { normalise, type Reading } from "./normalise.ts";
import { brokenSpanId, brokenTraceId, standForAnnounced } from "./sanitise/ids.ts";
import { sanitise } from "./sanitise/index.ts";
import { sanitiseTime } from "./sanitise/times.ts";
import type { Reception, Tally } from "./sources/reception.ts";
import type { LinkedLog, LinkedSpan, Rejection, SpanIdentity } from "./span-record.ts";

export interface PipelineDependencies extends Reading {
  readonly experiments: ExperimentLookup;
  readonly texts: TextTable;
  readonly limits: IngestLimits;
}

/** What a request holds: what can be stored, and why the rest cannot. */
export interface ReadRequest<Item> {
  readonly items: readonly Item[];
  readonly rejected: readonly Rejection[];
}

/**
 * The way of a span from a request's bytes to what is stored: decode, flatten (resource and scope join each span),
 * sanitise, understand, link. Chunks and summaries are made when it is known which spans share a transaction (prepare.ts).
 * A span that cannot be read or placed is rejected alone.
 */
export async function readTraces(
  body: Uint8Array,
  context: IngestContext,
  reception: Reception,
  dependencies: PipelineDependencies,
): Promise<ReadRequest<LinkedSpan>> {
  const request = openRequest(body, reception, dependencies);
  const links = await Links.of(context, dependencies.experiments);
  const receivedNs = BigInt(Date.now()) * 1_000_000n;
  const linked = (decoded: DecodedSpan, identity: SpanIdentity, facts: SpanFacts, placement: Placement) => {
    if ("problem" in placement) return placement.problem;
    const belonging = { experimentId: placement.experimentId, runId: context.runId ?? facts.runId };
    return normalise(decoded, standForAnnounced(identity, facts), facts, belonging, dependencies);
  };
  return readItems(request, notesOf, (reader, [start, end], emitter) => {
    const decoded = new DecodedSpan(reader, start, end, emitter);
    const identity = sanitise(decoded, receivedNs, dependencies.limits);
    if (typeof identity === "string") return explain(identity, decoded.name);
    const facts = readFacts(decoded);
    const placed = links.placed(facts);
    if (placed !== undefined) return linked(decoded, identity, facts, placed);
    return links.place(facts).then((placement) => linked(decoded, identity, facts, placement));
  });
}

/** Log records that name a span: OpenTelemetry's GenAI events. Others are no trace's business and are rejected. */
export async function readLogs(
  body: Uint8Array,
  context: IngestContext,
  reception: Reception,
  dependencies: PipelineDependencies,
): Promise<ReadRequest<LinkedLog>> {
  const request = openRequest(body, reception, dependencies);
  const links = await Links.of(context, dependencies.experiments);
  const { maxAttributeBytes } = dependencies.limits;
  const receivedNs = BigInt(Date.now()) * 1_000_000n;
  return readItems(request, noNotes, (reader, [start, end], emitter) => {
    const decoded = new DecodedLogRecord(reader, start, end, emitter);
    const { traceId, spanId, bytes } = decoded;
    const broken = brokenTraceId(traceId) ?? brokenSpanId(spanId);
    if (broken !== undefined)
      return `${broken}: only log records of a span are kept, such as OpenTelemetry's GenAI events`;
    if (bytes.length > maxAttributeBytes) return `it has ${bytes.length} bytes, more than ${maxAttributeBytes}`;
    const placement = links.placed({}) ?? { experimentId: undefined };
    return {
      traceId,
      bytes,
      emitter,
      decoded,
      spanId: spanId.value,
      recordId: hash("md5", bytes, "buffer").readBigInt64BE(),
      timeNs: sanitiseTime(decoded.timeUnixNano, receivedNs),
      experimentId: "experimentId" in placement ? placement.experimentId : undefined,
    };
  });
}

const notesOf = ({ notes }: LinkedSpan) => notes;
const nothing: readonly string[] = [];
const noNotes = () => nothing;

/** A request whose items are found but not read. */
interface OpenRequest {
  readonly reader: OtlpReader;
  readonly envelope: readonly ScopeItems[];
  /** One for each part of the envelope. */
  readonly tallies: readonly Tally[];
}

function openRequest(
  body: Uint8Array,
  reception: Reception,
  { limits, texts }: Pick<PipelineDependencies, "limits" | "texts">,
): OpenRequest {
  const reader = new OtlpReader(body, texts);
  const envelope = undecodableIfBroken(() => readEnvelope(reader));
  const tallies = reception.open(envelope);
  const total = envelope.reduce((sum, { items }) => sum + items.length, 0);
  if (total > limits.maxSpansPerRequest) {
    throw new IngestError(
      "undecodable",
      `The request has ${total} items, more than the ${limits.maxSpansPerRequest} that this server takes at once (--max-spans-per-request). Send smaller batches.`,
    );
  }
  return { reader, envelope, tallies };
}

async function readItems<Item extends object>(
  { reader, envelope, tallies }: OpenRequest,
  /** What had to be changed of an item. */
  changesOf: (item: Item) => readonly string[],
  /** The item, or why it is rejected; a promise only where it must be waited for, for there are many items. */
  read: (
    reader: OtlpReader,
    range: ScopeItems["items"][number],
    emitter: Emitter,
  ) => Item | string | Promise<Item | string>,
): Promise<ReadRequest<Item>> {
  const items: Item[] = [];
  const rejected: Rejection[] = [];
  let index = 0;
  for (const [at, { emitter, items: ranges }] of envelope.entries()) {
    const tally = tallies[at]!;
    for (const range of ranges) {
      const result = rejectBroken(() => read(reader, range, emitter));
      const item = result instanceof Promise ? await result : result;
      if (typeof item === "string") {
        rejected.push({ index, reason: item });
        tally.reject(item);
      } else {
        items.push(item);
        const changes = changesOf(item);
        if (changes.length > 0) tally.change(changes);
      }
      index++;
    }
  }
  return { items, rejected };
}

function rejectBroken<Result>(read: () => Result): Result | string {
  try {
    return read();
  } catch (error) {
    if (error instanceof OtlpDecodeError) return error.message;
    throw error;
  }
}

function undecodableIfBroken<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OtlpDecodeError)
      throw new IngestError("undecodable", `The body is ${error.message}`, { cause: error });
    throw error;
  }
}

/** Why a span was rejected, with its name. No trace id at all is what a logs payload looks like on the traces path. */
function explain(reason: string, name: string): string {
  if (reason === "trace_id must be 16 bytes, it has 0") {
    return `${reason} (log records look like this when they are sent to /v1/traces; they go to /v1/logs)`;
  }
  return name === "" ? reason : `${reason} (its name: ${JSON.stringify(name.slice(0, 100))})`;
}
