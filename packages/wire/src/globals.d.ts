// What Node and every browser have, so that this package needs the types of neither.
interface TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
  encodeInto(text: string, into: Uint8Array): { read: number; written: number };
}
declare const TextEncoder: { new (): TextEncoder };
interface TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: { new (label: "utf-8", options: { ignoreBOM: boolean; fatal: boolean }): TextDecoder };
