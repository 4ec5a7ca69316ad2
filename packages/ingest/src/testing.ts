import { ProtoWriter } from "@spanloom/wire/otlp";

/** A span to send in a test. Ids are hex; times nanoseconds. */
export interface TestSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly name?: string;
  readonly start?: bigint;
  readonly end?: bigint;
  readonly status?: number;
  readonly attributes?: Readonly<Record<string, TestValue>>;
}

export type TestValue = string | number | bigint | boolean | Uint8Array;

/** The bytes of an ExportTraceServiceRequest with these spans. */
export function traceRequest(
  spans: readonly TestSpan[],
  resource: Readonly<Record<string, TestValue>> = {},
): Uint8Array {
  return message((request) =>
    field(request, 1, (resourceSpans) => {
      field(resourceSpans, 1, (it) => writeAttributes(it, 1, resource));
      field(resourceSpans, 2, (scopeSpans) => {
        field(scopeSpans, 1, (scope) => {
          scope.tag(1, 2);
          scope.string("test-scope");
        });
        for (const span of spans) field(scopeSpans, 2, (it) => writeSpan(it, span));
      });
    }),
  );
}

function writeSpan(writer: ProtoWriter, span: TestSpan): void {
  const { start = 1_760_000_000_000_000_000n, end = start + 1_000_000n } = span;
  writer.tag(1, 2);
  writer.bytes(Buffer.from(span.traceId, "hex"));
  writer.tag(2, 2);
  writer.bytes(Buffer.from(span.spanId, "hex"));
  if (span.parentId !== undefined) {
    writer.tag(4, 2);
    writer.bytes(Buffer.from(span.parentId, "hex"));
  }
  writer.tag(5, 2);
  writer.string(span.name ?? "a span");
  writer.tag(7, 1);
  writer.fixed64(start);
  writer.tag(8, 1);
  writer.fixed64(end);
  writeAttributes(writer, 9, span.attributes ?? {});
  if (span.status !== undefined) {
    field(writer, 15, (status) => {
      status.tag(3, 0);
      status.uint32(span.status ?? 0);
    });
  }
}

function writeAttributes(writer: ProtoWriter, no: number, attributes: Readonly<Record<string, TestValue>>): void {
  for (const [key, value] of Object.entries(attributes)) {
    field(writer, no, (pair) => {
      pair.tag(1, 2);
      pair.string(key);
      field(pair, 2, (any) => writeValue(any, value));
    });
  }
}

function writeValue(writer: ProtoWriter, value: TestValue): void {
  if (typeof value === "string") {
    writer.tag(1, 2);
    writer.string(value);
  } else if (typeof value === "boolean") {
    writer.tag(2, 0);
    writer.bool(value);
  } else if (typeof value === "bigint" || Number.isInteger(value)) {
    writer.tag(3, 0);
    writer.uint64(BigInt(value as bigint));
  } else if (typeof value === "number") {
    writer.tag(4, 1);
    writer.double(value);
  } else {
    writer.tag(7, 2);
    writer.bytes(value as Uint8Array);
  }
}

function message(write: (writer: ProtoWriter) => void): Uint8Array {
  const writer = new ProtoWriter();
  write(writer);
  return writer.finish().slice();
}

function field(writer: ProtoWriter, no: number, write: (writer: ProtoWriter) => void): void {
  writer.tag(no, 2);
  const mark = writer.open();
  write(writer);
  writer.close(mark);
}
