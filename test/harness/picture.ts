import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decode, encode } from "fast-png";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const references = fileURLToPath(new URL("../e2e/pictures/", import.meta.url));
/** Of all pixels; what another version of the browser draws differently at the edges of letters is not counted. */
const toleratedShare = 0.002;

/**
 * The page looks as in `test/e2e/pictures/<name>.png`, but for what the server chose: ids and its own times are masked.
 * SPANLOOM_RENEW_PICTURES=1 writes the reference instead. Of a failure the picture and what differs are written to a
 * temporary directory, which the message names.
 */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const seen = await stillPicture(page);
  const file = join(references, `${name}.png`);
  if (process.env.SPANLOOM_RENEW_PICTURES === "1") {
    await mkdir(references, { recursive: true });
    await writeFile(file, seen);
    return;
  }
  expect(existsSync(file), `${file} is missing: SPANLOOM_RENEW_PICTURES=1 makes it`).toBe(true);
  const [wanted, got] = [decode(await readFile(file)), decode(seen)];
  const { width, height } = wanted;
  const sameSize = width === got.width && height === got.height;
  const difference = new Uint8Array(width * height * 4);
  const different = sameSize ? pixelmatch(rgba(wanted), rgba(got), difference, width, height, { threshold: 0.2 }) : 0;
  const share = different / (width * height);
  if (sameSize && share <= toleratedShare) return;
  const folder = join(tmpdir(), "spanloom-pictures");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.png`), seen);
  if (sameSize)
    await writeFile(join(folder, `${name}.difference.png`), encode({ width, height, data: difference, channels: 4 }));
  const how = sameSize ? `${(share * 100).toFixed(2)} % of it` : `${got.width} × ${got.height}`;
  expect.fail(
    `${name} looks different (${how}): see ${join(folder, `${name}.png`)} and the .difference.png beside it. ` +
      "If it is meant to, SPANLOOM_RENEW_PICTURES=1 renews the reference.",
  );
}

/** Taken until two in a row are the same: then nothing is on its way any more. */
async function stillPicture(page: Page): Promise<Buffer> {
  const take = () =>
    page.screenshot({
      animations: "disabled",
      caret: "hide",
      mask: [page.locator("time, code")],
      maskColor: "#808080",
    });
  let last = await take();
  for (let attempt = 0; attempt < 20; attempt++) {
    const next = await take();
    if (next.equals(last)) return next;
    last = next;
    await page.waitForTimeout(100);
  }
  throw new Error("The page does not come to rest");
}

/** Four channels, whatever the file has. */
function rgba({ data, channels, width, height }: ReturnType<typeof decode>): Uint8Array {
  if (channels === 4) return Uint8Array.from(data);
  const out = new Uint8Array(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++)
    for (let channel = 0; channel < 3; channel++) out[pixel * 4 + channel] = data[pixel * channels + channel]!;
  return out;
}
