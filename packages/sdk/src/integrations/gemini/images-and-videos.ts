import { type Json, object, objects, text } from "../shared/json.ts";
import { type MediaPart, type MessagePart, mediaFromBase64 } from "../shared/messages.ts";
import type { ModelRequest, ModelResponse } from "../shared/model-call.ts";
import { modelName } from "./generate-content.ts";

/**
 * Images made of a prompt (`generateImages`), of images and a prompt (`editImage`), a larger one of one (`upscaleImage`),
 * a person in other clothes (`recontextImage`). What goes in is one message of the user.
 */
export function imageRequest(params: Json): Omit<ModelRequest, "provider"> {
  const config = object(params.config);
  return {
    operation: "image_generation",
    model: modelName(params.model),
    parameters: {
      "choice.count": config.numberOfImages === 1 ? undefined : config.numberOfImages,
      size: config.imageSize,
      aspect_ratio: config.aspectRatio,
      seed: config.seed,
      edit_mode: config.editMode,
      upscale_factor: params.upscaleFactor,
    },
    attributes: { "gen_ai.output.type": "image" },
    content: () => ({ messages: [{ role: "user", parts: askedWith(params) }] }),
  };
}

/** Each image of the answer is a part; one that the provider withheld is its reason among the finish reasons. */
export function imageResponse(answer: Json): ModelResponse {
  const images = objects(answer.generatedImages);
  return {
    finishReasons: images.map(({ raiFilteredReason }) => text(raiFilteredReason)),
    content: () => ({
      messages: [{ role: "assistant", parts: images.flatMap(({ image }) => mediaOf("image", image)) }],
    }),
  };
}

/** A film takes minutes: the call only begins it, and answers with the operation to ask for it. */
export function videoRequest(params: Json): Omit<ModelRequest, "provider"> {
  const config = object(params.config);
  return {
    operation: "video_generation",
    model: modelName(params.model),
    parameters: {
      "choice.count": config.numberOfVideos === 1 ? undefined : config.numberOfVideos,
      resolution: config.resolution,
      aspect_ratio: config.aspectRatio,
      duration_seconds: config.durationSeconds,
      seed: config.seed,
    },
    attributes: { "gen_ai.output.type": "video" },
    content: () => ({ messages: [{ role: "user", parts: askedWith(params) }] }),
  };
}

export function videoResponse(operation: Json): ModelResponse {
  const { code, message } = object(operation.error);
  return {
    ...(text(message) === undefined ? {} : { error: { type: String(code ?? "_OTHER"), message: String(message) } }),
    content: () => ({ outputs: { operation: operation.name, done: operation.done === true } }),
  };
}

/** Prompt, images and film, which stand in the parameters themselves or, in newer methods, in `source`. */
function askedWith(params: Json): MessagePart[] {
  const { prompt, image, video, personImage, productImages } = { ...params, ...object(params.source) } as Json;
  const images = [
    image,
    personImage,
    ...objects(productImages).map(({ productImage }) => productImage),
    ...objects(params.referenceImages).map(({ referenceImage }) => referenceImage),
  ];
  return [
    ...(text(prompt) === undefined ? [] : [{ type: "text", content: String(prompt) } as const]),
    ...images.flatMap((each) => mediaOf("image", each)),
    ...mediaOf("video", video),
  ];
}

/** `Image` and `Video` of the client: bytes in base64, or where they lie in Google's storage. */
function mediaOf(modality: "image" | "video", given: unknown): MediaPart[] {
  const { imageBytes, videoBytes, gcsUri, uri, mimeType } = object(given);
  const type = text(mimeType) ?? (modality === "image" ? "image/png" : "video/mp4");
  const bytes = text(imageBytes ?? videoBytes);
  if (bytes !== undefined) return [mediaFromBase64(modality, bytes, type)];
  const address = text(gcsUri ?? uri);
  return address === undefined ? [] : [{ type: "uri", modality, mime_type: type, uri: address }];
}
