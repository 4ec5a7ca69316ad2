import type OpenAI from "openai";

export interface Passage {
  readonly page: string;
  readonly text: string;
  /** Of the question and the passage: 1 is the same direction, 0 has nothing in common. */
  readonly similarity: number;
}

const passages = [
  { page: "returns", text: "You can return an order within 30 days after delivery. Lamps must be unused." },
  { page: "returns", text: "We refund to the card that you paid with, five days after the parcel is back." },
  { page: "delivery", text: "Orders that are packed by noon are shipped the same day." },
  { page: "payment", text: "We take cards and bank transfer." },
];

/** A search of the help pages by meaning; the vectors of the pages are made at the first search. */
export function helpSearch(client: OpenAI) {
  let pages: Promise<number[][]> | undefined;

  async function vectorsOf(input: string[]): Promise<number[][]> {
    const { data } = await client.embeddings.create({
      model: "text-embedding-3-small",
      input,
      encoding_format: "float",
    });
    return data.map(({ embedding }) => embedding);
  }

  return async function searchHelp(query: string): Promise<Passage[]> {
    pages ??= vectorsOf(passages.map(({ text }) => text));
    const [[asked = []], vectors] = await Promise.all([vectorsOf([query]), pages]);
    return passages
      .map((passage, index) => ({ ...passage, similarity: similarity(asked, vectors[index] ?? []) }))
      .sort((one, other) => other.similarity - one.similarity)
      .slice(0, 2);
  };
}

function similarity(one: readonly number[], other: readonly number[]): number {
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, index) => sum + x * (b[index] ?? 0), 0);
  const length = Math.sqrt(dot(one, one) * dot(other, other));
  return length === 0 ? 0 : Math.round((dot(one, other) / length) * 1000) / 1000;
}
