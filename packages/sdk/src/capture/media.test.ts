import { describe, expect, test } from "vitest";
import { capture } from "./capture.ts";
import type { Media } from "./media.ts";

const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(3000, 7)]);
const wav = Buffer.concat([Buffer.from("RIFF0000WAVEfmt "), Buffer.alloc(3000, 7)]);
const text = Buffer.alloc(3000, "plain text ");
const base64 = (bytes: Buffer) => bytes.toString("base64");

function captured(value: unknown) {
  const kept: Media[] = [];
  const media = { minBytes: 1024, keep: (medium: Media) => `ref-${kept.push(medium)}` };
  const json = JSON.parse(capture(value, { maxBytes: 1_000_000, media }));
  return { json, kept };
}

describe("a medium in the shape of a provider becomes a reference", () => {
  test.each<[string, unknown, unknown, string, Buffer]>([
    [
      "a data URL",
      { type: "image_url", image_url: { url: `data:image/png;base64,${base64(png)}` } },
      { type: "image_url", image_url: { url: "ref-1" } },
      "image/png",
      png,
    ],
    [
      "OpenAI's audio in",
      { type: "input_audio", input_audio: { data: base64(wav), format: "mp3" } },
      { type: "input_audio", input_audio: { data: "ref-1", format: "mp3" } },
      "audio/mpeg",
      wav,
    ],
    [
      "OpenAI's audio out",
      { audio: { id: "a", data: base64(wav), transcript: "Hi" } },
      { audio: { id: "a", data: "ref-1", transcript: "Hi" } },
      "audio/wav",
      wav,
    ],
    ["OpenAI's images", { data: [{ b64_json: base64(png) }] }, { data: [{ b64_json: "ref-1" }] }, "image/png", png],
    [
      "OpenAI's image tool",
      { type: "image_generation_call", result: base64(png), output_format: "webp" },
      { type: "image_generation_call", result: "ref-1", output_format: "webp" },
      "image/webp",
      png,
    ],
    [
      "Anthropic's source",
      { type: "image", source: { type: "base64", media_type: "image/jpeg", data: base64(png) } },
      { type: "image", source: { type: "base64", media_type: "image/jpeg", data: "ref-1" } },
      "image/jpeg",
      png,
    ],
    [
      "Gemini's part",
      { inlineData: { mimeType: "application/pdf", data: base64(text) } },
      { inlineData: { mimeType: "application/pdf", data: "ref-1" } },
      "application/pdf",
      text,
    ],
    [
      "OpenTelemetry's blob",
      { type: "blob", mime_type: "image/png", modality: "image", content: base64(png) },
      { type: "blob", mime_type: "image/png", modality: "image", content: "ref-1" },
      "image/png",
      png,
    ],
    [
      "Bedrock's bytes",
      { image: { format: "png", source: { bytes: new Uint8Array(png) } } },
      { image: { format: "png", source: { bytes: "ref-1" } } },
      "image/png",
      png,
    ],
    ["bytes", { photo: wav }, { photo: "ref-1" }, "audio/wav", wav],
  ])("%s", (_what, value, expected, mimeType, bytes) => {
    const { json, kept } = captured(value);
    expect(json).toEqual(expected);
    expect(kept).toHaveLength(1);
    expect(kept[0]!.mimeType).toBe(mimeType);
    const { content } = kept[0]!;
    expect(Buffer.from("base64" in content ? Buffer.from(content.base64, "base64") : (content as Uint8Array))).toEqual(
      bytes,
    );
  });

  test("a Blob of any size, since its bytes cannot be had at once", () => {
    const file = new File(["abc"], "a.txt", { type: "text/plain" });
    const { json, kept } = captured([file]);
    expect([json, kept]).toEqual([["ref-1"], [{ mimeType: "text/plain", content: file }]]);
  });
});

test.each([
  ["a small picture", { url: `data:image/png;base64,${base64(png.subarray(0, 100))}` }],
  ["a long text", { content: "word ".repeat(2000) }],
  ["a long word under a key that has pictures", { content: "A".repeat(5000) }],
  ["base64 of which nothing says what it is", { token: base64(text) }],
  ["a data URL that is no base64", { url: `data:text/html,${"x".repeat(5000)}` }],
  ["base64 with something else in it", { mimeType: "image/png", data: `${base64(png)}<script>` }],
])("%s stays where it is", (_what, value) => {
  const { json, kept } = captured(value);
  expect([json, kept]).toEqual([value, []]);
});

test("where a medium cannot be kept, the text stays", () => {
  const url = `data:image/png;base64,${base64(png)}`;
  const media = { minBytes: 1024, keep: () => undefined };
  expect(JSON.parse(capture({ url, bytes: png }, { maxBytes: 1_000_000, media }))).toEqual({ url, bytes: url });
});
