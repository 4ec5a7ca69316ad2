import { type Json, object, objects, text } from "../shared/json.ts";
import { type MessagePart, mediaFromBase64, mediaFromUrl } from "../shared/messages.ts";
import type { ModelResponse } from "../shared/model-call.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered } from "./chat.ts";

/** Images made of a prompt, or of images and a prompt. The images of an answer are recorded as parts of a message. */
export const images: Endpoint = {
  path: /^\/images\/(generations|edits|variations)$/,
  operation: "image_generation",
  request: (body) => ({
    model: text(body.model),
    parameters: {
      "choice.count": body.n === undefined || Number(body.n) === 1 ? undefined : Number(body.n),
      size: body.size,
      quality: body.quality,
      style: body.style,
      background: body.background,
      stream: body.stream === true ? true : undefined,
    },
    attributes: { "gen_ai.output.type": "image" },
    content: () => ({
      messages: [{ role: "user", parts: [...promptOf(body), ...objects([body.image].flat()).map(uploaded)] }],
    }),
  }),
  response: imagesResponse,
  stream() {
    const finished: Json[] = [];
    let last: Json = {};
    return {
      add(chunk) {
        last = object(chunk);
        if (text(last.type)?.endsWith(".completed")) finished.push(last);
        return text(last.b64_json) !== undefined;
      },
      response: () => imagesResponse({ ...last, data: finished }),
    };
  },
};

function imagesResponse(answer: Json): ModelResponse {
  const format = text(answer.output_format) ?? "png";
  return {
    ...answered(answer),
    content: () => ({
      messages: [
        {
          role: "assistant",
          parts: objects(answer.data).flatMap((image): MessagePart[] => {
            const base64 = text(image.b64_json);
            if (base64 !== undefined) return [mediaFromBase64("image", base64, `image/${format}`)];
            return text(image.url) === undefined ? [] : [mediaFromUrl("image", String(image.url))];
          }),
        },
      ],
    }),
  };
}

function promptOf(body: Json): MessagePart[] {
  return text(body.prompt) === undefined ? [] : [{ type: "text", content: String(body.prompt) }];
}

/** A file of a form: its name and size; its bytes are a stream that only the request may read. */
function uploaded(file: Json): MessagePart {
  return { type: "file", modality: "image", mime_type: text(file.type), file_id: text(file.name) ?? "image" };
}
