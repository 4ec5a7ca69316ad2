import { type Json, objects, text } from "../shared/json.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered } from "./chat.ts";

/** Embeddings. What is embedded is recorded; of the vectors only how many there are and how long. */
export const embeddings: Endpoint = {
  path: /^\/embeddings$/,
  operation: "embeddings",
  request: (body) => ({
    model: text(body.model),
    parameters: { encoding_formats: text(body.encoding_format) && [body.encoding_format] },
    attributes: typeof body.dimensions === "number" ? { "gen_ai.embeddings.dimension.count": body.dimensions } : {},
    content: () => ({ inputs: body.input }),
  }),
  response: (answer) => {
    const dimensions = dimensionsOf(objects(answer.data)[0]);
    return {
      ...answered(answer),
      attributes: dimensions === undefined ? {} : { "gen_ai.embeddings.dimension.count": dimensions },
      content: () => ({ outputs: { embeddings: objects(answer.data).length, dimensions } }),
    };
  },
};

/** The client asks for vectors as base64 of 32-bit floats unless it is told otherwise. */
function dimensionsOf(first: Json | undefined): number | undefined {
  const vector = first?.embedding;
  if (Array.isArray(vector)) return vector.length;
  return typeof vector === "string" ? Math.floor((vector.replace(/=+$/, "").length * 3) / 4 / 4) : undefined;
}
