/**
 * UTF-8 both ways. What is not valid UTF-8 reads as U+FFFD and never fails; a leading byte order mark is kept.
 */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= shortText) {
    // A loop beats the call into TextDecoder for the short ASCII keys that most of OTLP consists of.
    let text = "";
    for (let i = start; i < end; i++) {
      const byte = bytes[i]!;
      if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
      text += String.fromCharCode(byte);
    }
    return text;
  }
  return decoder.decode(bytes.subarray(start, end));
}

/** Writes at `at`, where there must be room for three bytes a UTF-16 unit, and tells how many bytes it wrote. */
export function writeUtf8(text: string, into: Uint8Array, at: number): number {
  if (text.length <= shortText) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      into[at + i] = unit;
    }
    if (i === text.length) return i;
  }
  return encoder.encodeInto(text, into.subarray(at)).written;
}

/** The text as a new array. Lone surrogates become U+FFFD. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const shortText = 24;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: false });
const encoder = new TextEncoder();
