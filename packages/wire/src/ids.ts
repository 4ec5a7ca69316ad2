/**
 * The shape of every id, and the only place that converts between them.
 *
 * | | here | MLflow | OTLP | Postgres |
 * | --- | --- | --- | --- | --- |
 * | trace id | 32 hex digits | `tr-` + hex | 16 bytes | uuid |
 * | span id | 16 hex digits | 16 hex digits | 8 bytes | bigint, signed |
 */

/** Reads a trace id in any of its texts (hex in either case, `tr-` + hex, uuid); `undefined` if it is none. */
export function parseTraceId(text: string): string | undefined {
  const hex = (
    text.startsWith("tr-") ? text.slice(3) : uuidShape.test(text) ? text.replaceAll("-", "") : text
  ).toLowerCase();
  return traceIdShape.test(hex) && hex !== zeroTraceId ? hex : undefined;
}

/** Reads a span id of 16 hex digits in either case; `undefined` if it is none. */
export function parseSpanId(text: string): string | undefined {
  const hex = text.toLowerCase();
  return spanIdShape.test(hex) && hex !== zeroSpanId ? hex : undefined;
}

export const traceIdToMlflow = (hex: string): string => `tr-${hex}`;

export const traceIdToUuid = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

export const traceIdFromUuid = (uuid: string): string => uuid.replaceAll("-", "");

export const spanIdToBigint = (hex: string): bigint => BigInt.asIntN(64, BigInt(`0x${hex}`));

/** Takes what a database driver gives for a bigint column, too: its decimal text. */
export const spanIdFromBigint = (id: bigint | string): string =>
  BigInt.asUintN(64, BigInt(id)).toString(16).padStart(16, "0");

export function bytesToHex(bytes: Uint8Array): string {
  let hex = "";
  for (const byte of bytes) hex += hexOfByte[byte];
  return hex;
}

/** Expects an even number of hex digits. */
export function hexToBytes(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length >> 1);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16);
  return bytes;
}

export function bytesToBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += base64Alphabet[three >> 18]! + base64Alphabet[(three >> 12) & 63]!;
    text += left > 1 ? base64Alphabet[(three >> 6) & 63]! : "=";
    text += left > 2 ? base64Alphabet[three & 63]! : "=";
  }
  return text;
}

/** Takes the standard and the URL alphabet, padded or not; `undefined` if the text is neither. */
export function base64ToBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  let length = text.length;
  while (length > 0 && text.length - length < 2 && text.charCodeAt(length - 1) === 61) length--;
  if (length % 4 === 1) return undefined;
  const bytes = new Uint8Array((length * 3) >> 2);
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const value = code < 128 ? base64Value[code]! : 255;
    if (value === 255) return undefined;
    bits = (bits << 6) | value;
    // Four characters make three bytes: a byte is complete after the second, third and fourth of each group.
    const phase = i & 3;
    if (phase === 1) bytes[at++] = (bits >> 4) & 255;
    else if (phase === 2) bytes[at++] = (bits >> 2) & 255;
    else if (phase === 3) bytes[at++] = bits & 255;
  }
  return bytes;
}

const traceIdShape = /^[0-9a-f]{32}$/;
const spanIdShape = /^[0-9a-f]{16}$/;
const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const zeroTraceId = "0".repeat(32);
const zeroSpanId = "0".repeat(16);
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const base64Value = (() => {
  const values = new Uint8Array(128).fill(255);
  for (let i = 0; i < 64; i++) values[base64Alphabet.charCodeAt(i)] = i;
  values["-".charCodeAt(0)] = 62;
  values["_".charCodeAt(0)] = 63;
  return values;
})();
