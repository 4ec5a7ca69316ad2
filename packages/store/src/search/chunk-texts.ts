/**
 * Finds the texts of a chunk that a content search looks at, without decoding it: names, status messages and every
 * string among the attributes of spans, events and links; bodies and attributes of log records. Keys of
 * attributes, resources and scopes are no content. The walk follows field numbers of OTLP's TracesData and LogsData.
 */

/** What a chunk is made of (`chunks.kind`): an OTLP TracesData or LogsData. */
export type ChunkKind = 0 | 1;
export const chunkOfSpans = 0;
export const chunkOfLogs = 1;

/** Calls `visit` with the byte range of every text, and the index of its span or log record in the chunk. */
export function visitTexts(
  chunk: Uint8Array,
  visit: (from: number, to: number, index: number) => void,
  kind: ChunkKind = chunkOfSpans,
): void {
  walk(chunk, 0, chunk.length, kind === chunkOfLogs ? logsData : tracesData, visit, { index: -1 }, 0);
}

/** What a field of a message holds: a message, a text, or an item that raises the index. Other fields are passed over. */
type Field = Shape | "text";
interface Shape {
  readonly fields: readonly (Field | undefined)[];
  readonly isItem?: boolean;
}

/** Deeper nested values than this are no longer looked at. */
const maxDepth = 100;

const anyValue: { fields: (Field | undefined)[] } = { fields: [] };
const keyValue: Shape = { fields: at({ 2: anyValue }) };
anyValue.fields = at({
  1: "text",
  5: { fields: at({ 1: anyValue }) },
  6: { fields: at({ 1: { fields: at({ 1: "text", 2: anyValue }) } }) },
});
const event: Shape = { fields: at({ 2: "text", 3: keyValue }) };
const link: Shape = { fields: at({ 4: keyValue }) };
const status: Shape = { fields: at({ 2: "text" }) };
const span: Shape = { isItem: true, fields: at({ 5: "text", 9: keyValue, 11: event, 13: link, 15: status }) };
const logRecord: Shape = { isItem: true, fields: at({ 5: anyValue, 6: keyValue }) };
const tracesData: Shape = { fields: at({ 1: { fields: at({ 2: { fields: at({ 2: span }) } }) } }) };
const logsData: Shape = { fields: at({ 1: { fields: at({ 2: { fields: at({ 2: logRecord }) } }) } }) };

function at(fields: Readonly<Record<number, Field>>): (Field | undefined)[] {
  return Array.from({ length: 16 }, (_, number) => fields[number]);
}

function walk(
  bytes: Uint8Array,
  from: number,
  to: number,
  shape: Shape,
  visit: (from: number, to: number, index: number) => void,
  count: { index: number },
  depth: number,
): void {
  if (shape.isItem) count.index++;
  if (depth > maxDepth) return;
  let position = from;
  while (position < to) {
    const tag = bytes[position++]!;
    let field = tag >>> 3;
    if (tag >= 0x80) {
      field = 0; // numbers past 15 hold nothing that we look at
      while (position < to && bytes[position++]! >= 0x80);
    }
    switch (tag & 7) {
      case 0:
        while (position < to && bytes[position++]! >= 0x80);
        break;
      case 1:
        position += 8;
        break;
      case 5:
        position += 4;
        break;
      case 2: {
        let size = 0;
        let factor = 1;
        for (;;) {
          if (position >= to || factor > 0x1_0000_0000) return;
          const byte = bytes[position++]!;
          size += (byte & 0x7f) * factor;
          if (byte < 0x80) break;
          factor *= 0x80;
        }
        const end = position + size;
        if (end > to) return;
        const inside = shape.fields[field];
        if (inside === "text") visit(position, end, count.index);
        else if (inside !== undefined) walk(bytes, position, end, inside, visit, count, depth + 1);
        position = end;
        break;
      }
      default:
        return;
    }
  }
}
