import type { Attributes } from "@spanloom/conventions";

import type { OtlpReader } from "./reader.ts";
import { type AttributeRecord, emptyAttributes, readKeyValue } from "./values.ts";

/** Who sends: a resource and an instrumentation scope, decoded and as the bytes that came. */
export interface Emitter {
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: Attributes };
  readonly resourceBytes: Uint8Array;
  readonly resourceSchemaUrl: Uint8Array;
  readonly scopeBytes: Uint8Array;
  readonly scopeSchemaUrl: Uint8Array;
}

const none = new Uint8Array(0);

/** One ScopeSpans or ScopeLogs: who sent, and the bytes of each span or record. */
export interface ScopeItems {
  readonly emitter: Emitter;
  /** Start and end of each item in the request. */
  readonly items: readonly (readonly [start: number, end: number])[];
}

/**
 * Walks ExportTraceServiceRequest or ExportLogsServiceRequest down to the spans or records, which it leaves undecoded.
 * Both have the same shape: resource_*[1] { resource[1], scope_*[2] { scope[1], item[2], schema_url[3] }, schema_url[3] }.
 * Throws OtlpDecodeError where the envelope is no protobuf.
 */
export function readEnvelope(reader: OtlpReader): ScopeItems[] {
  const found: ScopeItems[] = [];
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 10) readResourceItems(reader, reader.nestedEnd(reader.end), found);
    else reader.skip(tag);
  }
  return found;
}

function readResourceItems(reader: OtlpReader, end: number, found: ScopeItems[]): void {
  let resourceBytes = none;
  let resourceSchemaUrl = none;
  const scopes: [start: number, end: number][] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) resourceBytes = view(reader, end);
    else if (tag === 18) scopes.push(range(reader, end));
    else if (tag === 26) resourceSchemaUrl = view(reader, end);
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  if (scopes.length === 0) return;
  const resource = readResource(reader, resourceBytes);
  for (const [from, to] of scopes) {
    reader.pos = from;
    found.push(readScopeItems(reader, to, { resource, resourceBytes, resourceSchemaUrl }));
  }
  reader.pos = end;
}

function readScopeItems(
  reader: OtlpReader,
  end: number,
  from: Pick<Emitter, "resource" | "resourceBytes" | "resourceSchemaUrl">,
): ScopeItems {
  let scopeBytes = none;
  let scopeSchemaUrl = none;
  const items: [start: number, end: number][] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) scopeBytes = view(reader, end);
    else if (tag === 18) items.push(range(reader, end));
    else if (tag === 26) scopeSchemaUrl = view(reader, end);
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  const scope = readScope(reader, scopeBytes);
  reader.pos = end;
  return {
    emitter: { ...from, scope, scopeBytes, scopeSchemaUrl },
    items,
  };
}

/** opentelemetry.proto.resource.v1.Resource: attributes[1]. */
function readResource(reader: OtlpReader, bytes: Uint8Array): Attributes {
  const attributes = emptyAttributes();
  each(reader, bytes, (tag, end) => {
    if (tag !== 10) return false;
    readKeyValue(reader, reader.nestedEnd(end), attributes);
    return true;
  });
  return attributes;
}

/** opentelemetry.proto.common.v1.InstrumentationScope: name[1], version[2], attributes[3]. */
function readScope(reader: OtlpReader, bytes: Uint8Array): Emitter["scope"] {
  let name = "";
  let version = "";
  const attributes: AttributeRecord = emptyAttributes();
  each(reader, bytes, (tag, end) => {
    if (tag === 10) name = reader.text();
    else if (tag === 18) version = reader.text();
    else if (tag === 26) readKeyValue(reader, reader.nestedEnd(end), attributes);
    else return false;
    return true;
  });
  return { name, version, attributes };
}

/** Visits the fields of a message that lies somewhere in the reader's buffer. */
function each(reader: OtlpReader, bytes: Uint8Array, visit: (tag: number, end: number) => boolean): void {
  if (bytes.length === 0) return;
  reader.pos = bytes.byteOffset - reader.bytes.byteOffset;
  const end = reader.pos + bytes.length;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (!visit(tag, end)) reader.skip(tag);
  }
  reader.checkEnd(end);
}

function range(reader: OtlpReader, limit: number): [start: number, end: number] {
  const end = reader.nestedEnd(limit);
  const start = reader.pos;
  reader.pos = end;
  return [start, end];
}

function view(reader: OtlpReader, limit: number): Uint8Array<ArrayBuffer> {
  const [start, end] = range(reader, limit);
  return reader.bytes.subarray(start, end) as Uint8Array<ArrayBuffer>;
}
