import { Random } from "./random.ts";

const vocabularySize = 20_000;

/**
 * Text that compresses and indexes about as prose does: words of an invented vocabulary, each as frequent as its rank
 * is low (Zipf's law with exponent 1), with sentences.
 */
export class Words {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  word(): string {
    // Uniform in the logarithm of the rank is Zipf's law.
    return vocabulary[Math.floor((vocabularySize + 1) ** this.#random.fraction()) - 1]!;
  }

  /** Sentences of about so many characters together. */
  text(characters: number): string {
    let text = this.word();
    let sentence = 1;
    while (text.length < characters) {
      const ends = sentence > 5 && this.#random.below(10) === 0;
      text += ends ? `. ${this.word()}` : ` ${this.word()}`;
      sentence = ends ? 1 : sentence + 1;
    }
    return `${text}.`;
  }
}

const vocabulary = invent();

function invent(): string[] {
  const random = new Random(7);
  const syllables = [..."bcdfghklmnprstvw"].flatMap((consonant) => [..."aeiou"].map((vowel) => consonant + vowel));
  const words = new Set<string>();
  while (words.size < vocabularySize) {
    // Frequent words are short.
    const length = 1 + random.below(1 + Math.ceil(Math.log10(10 + words.size)));
    let word = "";
    for (let syllable = 0; syllable < length; syllable++) word += random.pick(syllables);
    words.add(random.below(4) === 0 ? `${word}${random.pick([..."nrst"])}` : word);
  }
  return [...words];
}
