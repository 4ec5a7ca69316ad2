import { type ChunkKind, visitTexts } from "../search/chunk-texts.ts";

export interface Text {
  readonly from: number;
  readonly to: number;
}

/** Shorter texts are sooner read than compared. */
const minBytes = 256;
/** Texts that agree in so many bytes are compared further. */
const keyBytes = 128;

/**
 * The texts of a chunk, without those that another one begins with: each model call of an agent carries the conversation
 * so far, whose words, and which of them meet, are all in the last call. What may follow in the shorter one is no part of a
 * word, such as the bracket that closes a list of messages.
 */
export function longestTexts(chunk: Uint8Array, kind: ChunkKind): readonly Text[] {
  const texts: (Text | undefined)[] = [];
  /** Of each beginning, which of `texts` was the last. */
  const known = new Map<number, number>();
  visitTexts(
    chunk,
    (from, to) => {
      const text = { from, to };
      if (to - from >= minBytes) {
        const key = keyOf(chunk, from);
        const index = known.get(key);
        const other = index === undefined ? undefined : texts[index];
        if (other !== undefined) {
          const common = commonBytes(chunk, text, other);
          if (isBeginning(chunk, text, other, common)) return;
          if (isBeginning(chunk, other, text, common)) texts[index!] = undefined;
        }
        known.set(key, texts.length);
      }
      texts.push(text);
    },
    kind,
  );
  return texts.filter((text) => text !== undefined);
}

/** Whether all words of `text` end where it agrees with `longer`, and end there in `longer` too. */
function isBeginning(bytes: Uint8Array, text: Text, longer: Text, common: number): boolean {
  const next = longer.from + common;
  if (next < longer.to && !isSeparator(bytes[next]!)) return false;
  for (let at = text.from + common; at < text.to; at++) if (!isSeparator(bytes[at]!)) return false;
  return true;
}

/** Of ASCII, and no letter, digit or backslash: what stands before and after it are two words. */
function isSeparator(byte: number): boolean {
  const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
  const isDigit = byte >= 0x30 && byte <= 0x39;
  return byte < 0x80 && !isLetter && !isDigit && byte !== backslash;
}

const backslash = 0x5c;

function commonBytes(bytes: Uint8Array, a: Text, b: Text): number {
  const end = Math.min(a.to - a.from, b.to - b.from);
  let count = 0;
  while (count < end && bytes[a.from + count] === bytes[b.from + count]) count++;
  return count;
}

function keyOf(bytes: Uint8Array, from: number): number {
  let hash = 0;
  for (let at = from; at < from + keyBytes; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}
