import type { Attributes, AttributeValue } from "@spanloom/conventions";

/** Why a span is too large to be stored, or undefined. Sizes are those of its encoded attributes. */
export function oversized(bytes: number, attributes: Attributes, maxAttributeBytes: number): string | undefined {
  if (bytes <= maxAttributeBytes) return undefined; // no attribute can be larger than its span
  for (const key in attributes) {
    const size = sizeOf(attributes[key] ?? null);
    if (size > maxAttributeBytes) {
      return `attribute ${JSON.stringify(key.slice(0, 100))} has ${size} bytes, more than the ${maxAttributeBytes} that this server takes (--max-attribute-bytes)`;
    }
  }
  return undefined;
}

function sizeOf(value: AttributeValue): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (value === null || typeof value !== "object") return 8;
  return Object.values(value as Record<string, AttributeValue>).reduce((sum: number, item) => sum + sizeOf(item), 0);
}
