/** Base64 without help of the platform, which differs between browsers and servers. */
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const values: ReadonlyMap<string, number> = new Map([
  ...[...alphabet].map((char, at) => [char, at] as const),
  ["-", 62],
  ["_", 63],
]);

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const left = bytes.length - at;
    text += alphabet[three >> 18]! + alphabet[(three >> 12) & 63]!;
    text += (left > 1 ? alphabet[(three >> 6) & 63]! : "=") + (left > 2 ? alphabet[three & 63]! : "=");
  }
  return text;
}

/** The bytes of standard or URL-safe base64, padded or not; `undefined` where the text is neither. */
export function fromBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/=+$/, "");
  if (digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of digits) {
    const value = values.get(char);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 0xff;
    }
  }
  return bytes;
}
