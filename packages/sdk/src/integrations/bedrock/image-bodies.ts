import { typeOfBase64 } from "../../capture/media.ts";
import { type Json, object, text } from "../shared/json.ts";
import { type MessagePart, mediaFromBase64 } from "../shared/messages.ts";
import type { ModelBody } from "./model-bodies.ts";

/**
 * Models that draw: Amazon's Titan Image and Nova Canvas, whose request has the parameters of its task in a field of its own
 * (`textToImageParams`, `inPaintingParams`, …), and Stability's, where they lie flat. Both answer with a list of images.
 */
export const imageBody: ModelBody = {
  models: /amazon\.(titan-image|nova-canvas)|stability\./,
  request(body) {
    const { numberOfImages, width, height, quality, seed } = object(body.imageGenerationConfig);
    return {
      operation: "image_generation",
      parameters: {
        "choice.count": numberOfImages === 1 ? undefined : numberOfImages,
        size: width === undefined ? undefined : `${width}x${height}`,
        quality,
        seed: seed ?? body.seed,
        aspect_ratio: body.aspect_ratio,
      },
      attributes: { "gen_ai.output.type": "image" },
      content: () => ({ messages: [{ role: "user", parts: askedWith(body) }] }),
    };
  },
  response: (body) => ({
    finishReasons: list(body.finish_reasons).map(text),
    ...(text(body.error) === undefined ? {} : { error: { type: "_OTHER", message: String(body.error) } }),
    content: () => ({ messages: [{ role: "assistant", parts: imagesOf(body.images) }] }),
  }),
  // None of them streams.
  stream: () => ({ add: () => false, response: () => ({}) }),
};

function askedWith(body: Json): MessagePart[] {
  const task = Object.entries(body).find(([field]) => field.endsWith("Params"))?.[1];
  const { prompt, text: words, image, images } = { ...body, ...object(task) } as Json;
  const asked = text(words) ?? text(prompt);
  return [
    ...(asked === undefined ? [] : [{ type: "text", content: asked } as const]),
    ...imagesOf([image, ...list(images)]),
  ];
}

function imagesOf(given: unknown): MessagePart[] {
  return list(given).flatMap((base64) =>
    // No body says its type.
    text(base64) === undefined ? [] : [mediaFromBase64("image", String(base64), typeOfBase64(String(base64)))],
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
