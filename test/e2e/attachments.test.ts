import { flush, getLastActiveTraceId, init, shutdown, startSpan, trace } from "@spanloom/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";

/** Half a second of a tone: 8-bit PCM, too large to stand in an attribute. */
function tone(): Buffer {
  const samples = Buffer.from(Array.from({ length: 22_050 }, (_, index) => 128 + Math.round(90 * Math.sin(index / 8))));
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(44_100, 24);
  head.writeUInt32LE(44_100, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

/** A grey bitmap of 200 × 100. */
function picture(): Buffer {
  const bytes = Buffer.alloc(54 + 200 * 100 * 3);
  bytes.fill(90, 54);
  bytes.write("BM", 0);
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(200, 18);
  bytes.writeInt32LE(100, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

describeInBrowser("attachments of a trace", (app) => {
  let traceId: string;

  beforeAll(async () => {
    init({ url: app.server.url, experiment: "media" });
    const listen = trace({ name: "listen" }, (parts: object[]) => {
      const message = { role: "user", parts: [{ type: "text", content: "What is this?" }, ...parts] };
      const attributes = { "gen_ai.operation.name": "chat", "gen_ai.input.messages": [message] };
      startSpan({ name: "chat", spanType: "CHAT_MODEL", attributes }).end();
    });
    listen([
      { type: "blob", modality: "image", mime_type: "image/bmp", content: picture().toString("base64") },
      { type: "blob", modality: "audio", mime_type: "audio/wav", content: tone().toString("base64") },
    ]);
    traceId = getLastActiveTraceId()!;
    await flush();
  });
  afterAll(async () => {
    await shutdown().catch(() => undefined);
  });

  test.each(["dark", "light"] as const)(
    "are shown in the message and below the value that refers to them (%s)",
    async (colorScheme) => {
      const { page } = app;
      await page.emulateMedia({ colorScheme });
      await page.goto(`/traces/${traceId}`);
      await page.getByRole("img", { name: "image/bmp of Input" }).waitFor();
      await page.getByRole("treegrid").getByText("chat", { exact: true }).click();
      await shown(page, "What is this?").waitFor();
      const image = page.getByRole("img", { name: "image/bmp of the message" });
      await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(200);
      const audio = page.getByLabel("audio/wav of the message");
      await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.duration)).toBeCloseTo(0.5, 1);
    },
  );
});
