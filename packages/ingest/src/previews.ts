import { previewOf, readContent } from "@spanloom/conventions";
import { OtlpReader } from "./decode/reader.ts";
import { DecodedSpan } from "./decode/span.ts";
import type { LinkedSpan, SpanPreview } from "./span-record.ts";
import { type Offers, tier, untilLast } from "./trace-fields.ts";

/**
 * The question and the answer: of the root, else the input of the earliest span that has one and the output of the
 * latest. Of spans other than roots content is parsed here, of as few as that takes.
 */
export function offerPreviews(records: readonly LinkedSpan[], offers: Offers): void {
  const contents = new Map<LinkedSpan, SpanPreview>();
  const preview = (record: LinkedSpan): SpanPreview => {
    const known = record.preview ?? contents.get(record);
    if (known !== undefined) return known;
    const read = previewOf(readContent(decodeAgain(record)));
    contents.set(record, read);
    return read;
  };
  const roots = records.filter(({ parentId }) => parentId === undefined);
  const inner = () => records.filter(({ parentId, facts }) => parentId !== undefined && facts.type !== "UNKNOWN");
  const search = (side: "input" | "output", candidates: readonly LinkedSpan[]) =>
    candidates.slice(0, maxPreviewTries).find((record) => preview(record)[side]);

  const asked = search("input", roots);
  if (asked !== undefined) offers.add("inputPreview", preview(asked).input, tier.root, asked.startNs);
  else {
    const earliest = inner().sort((a, b) => compare(a.startNs, b.startNs));
    const found = search("input", earliest);
    if (found !== undefined) offers.add("inputPreview", preview(found).input, tier.inner, found.startNs);
  }
  const answered = search("output", roots);
  if (answered !== undefined) offers.add("outputPreview", preview(answered).output, tier.root, answered.startNs);
  else {
    const latest = inner().sort((a, b) => compare(endOf(b), endOf(a)));
    const found = search("output", latest);
    if (found !== undefined) offers.add("outputPreview", preview(found).output, tier.inner, untilLast(endOf(found)));
  }
}

const maxPreviewTries = 4;

function endOf({ startNs, endNs }: LinkedSpan): bigint {
  return endNs ?? startNs;
}

/** Previews are of few spans, so none but a root's waits for its commit. */
function decodeAgain({ bytes, emitter }: LinkedSpan): DecodedSpan {
  return new DecodedSpan(new OtlpReader(bytes), 0, bytes.length, emitter);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
