import { ProtoReader, ProtoWriter, wireType } from "@spanloom/wire/otlp";

/**
 * Spans out of a TracesData, or records out of a LogsData: both are resources[1] { resource[1], scopes[2] { scope[1],
 * items[2], schema_url[3] }, schema_url[3] }. The items keep their bytes and everything around them.
 */
export function pickItems(chunk: Uint8Array, wanted: ReadonlySet<number>): Uint8Array {
  const writer = new ProtoWriter(chunk.length);
  let index = 0;
  eachField(chunk, 0, chunk.length, (no, start, end) => {
    if (no !== 1) return;
    const before = writer.pos;
    writer.tag(1, wireType.length);
    const resource = writer.open();
    let any = false;
    eachField(chunk, start, end, (resourceNo, scopeStart, scopeEnd, scopeFrom) => {
      if (resourceNo !== 2) return writer.raw(chunk.subarray(scopeFrom, scopeEnd));
      const scopeBefore = writer.pos;
      writer.tag(2, wireType.length);
      const scope = writer.open();
      let anyHere = false;
      eachField(chunk, scopeStart, scopeEnd, (scopeNo, _itemStart, itemEnd, itemFrom) => {
        if (scopeNo === 2 && !wanted.has(index++)) return;
        anyHere ||= scopeNo === 2;
        writer.raw(chunk.subarray(itemFrom, itemEnd));
      });
      if (anyHere) writer.close(scope);
      else writer.pos = scopeBefore;
      any ||= anyHere;
    });
    if (any) writer.close(resource);
    else writer.pos = before;
  });
  return writer.finish();
}

/** The bytes of each item, in order. */
export function itemsOf(chunk: Uint8Array): Uint8Array[] {
  return placesOfItems(chunk).map(({ start, end }) => chunk.subarray(start, end));
}

/** Where an item lies in its chunk, and the resource and scope that it belongs to. */
export interface ItemPlace extends Range {
  readonly scope: Range | undefined;
  readonly resource: Range | undefined;
}

/** The content of a message. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The places of all items, in order. */
export function placesOfItems(chunk: Uint8Array): ItemPlace[] {
  const places: ItemPlace[] = [];
  eachField(chunk, 0, chunk.length, (no, start, end) => {
    if (no !== 1) return;
    const resource = firstField(chunk, start, end, 1);
    eachField(chunk, start, end, (resourceNo, scopeStart, scopeEnd) => {
      if (resourceNo !== 2) return;
      const scope = firstField(chunk, scopeStart, scopeEnd, 1);
      eachField(chunk, scopeStart, scopeEnd, (scopeNo, itemStart, itemEnd) => {
        if (scopeNo === 2) places.push({ start: itemStart, end: itemEnd, scope, resource });
      });
    });
  });
  return places;
}

function firstField(bytes: Uint8Array, from: number, to: number, wanted: number): Range | undefined {
  let found: Range | undefined;
  eachField(bytes, from, to, (no, start, end) => {
    if (no === wanted) found ??= { start, end };
  });
  return found;
}

/**
 * Calls back with each length-delimited field's number, where its content starts and ends, and where its tag starts; any
 * other field comes as number 0.
 */
function eachField(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (no: number, start: number, end: number, from: number) => void,
): void {
  const reader = new ProtoReader(bytes, start, end);
  while (reader.pos < end) {
    const from = reader.pos;
    const tag = reader.tag();
    if ((tag & 7) === wireType.length) {
      const contentEnd = reader.length();
      const contentStart = reader.pos;
      reader.pos = contentEnd;
      visit(tag >>> 3, contentStart, contentEnd, from);
    } else {
      reader.skip(tag);
      visit(0, from, reader.pos, from);
    }
  }
}
