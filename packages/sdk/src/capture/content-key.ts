/**
 * A key for equal content: its length and a 53-bit hash of all of it (cyrb53, in the public domain). Two media of one trace
 * that share it by chance would need about 10^8 of them.
 */
export function contentKey(content: Uint8Array | { readonly base64: string }): string {
  const isBytes = content instanceof Uint8Array;
  const length = isBytes ? content.byteLength : content.base64.length;
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < length; index++) {
    const unit = isBytes ? content[index]! : content.base64.charCodeAt(index);
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return `${length}-${(4294967296 * (2097151 & high) + (low >>> 0)).toString(36)}`;
}
