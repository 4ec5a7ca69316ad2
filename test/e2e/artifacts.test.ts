import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { type Look, testLooks } from "../harness/looks.ts";
import { type LoggedRun, logRun, putArtifact } from "../harness/runs.ts";

/** A page that tries all it can against the app that shows it. What it could not do, it writes down. */
const hostilePage = `<!doctype html><h1>Report</h1><p id="said"></p><script>
  const said = [];
  const attempt = (name, act) => { try { act(); said.push(name + " done"); } catch { said.push(name + " refused"); } };
  attempt("parent", () => { parent.document.title = "taken over"; });
  attempt("storage", () => { localStorage.setItem("theme", "taken over"); });
  attempt("cookie", () => { document.cookie = "a=b"; });
  attempt("frame", () => { frameElement.remove(); });
  try { top.location = "/taken-over"; } catch {}
  fetch("/api/2.0/mlflow/experiments/search?max_results=1").then(
    () => said.push("fetch done"),
    () => said.push("fetch refused"),
  ).then(() => { document.getElementById("said").textContent = origin + ": " + said.join(", "); });
</script>`;

describeInBrowser("the artifacts of a run", (app) => {
  let run: LoggedRun;

  beforeAll(async () => {
    run = await logRun(app.server.url, { experimentId: "0", name: "with files" });
    const files: Record<string, string | Uint8Array<ArrayBuffer>> = {
      "src/train.py": "import torch\n\ndef train(rate=0.1):\n    return rate\n",
      "notes.md": "# Notes\n\nwith <script>parent.hacked = 1</script> and [a link](javascript:alert(1))\n",
      "data.json": JSON.stringify({ accuracy: 0.93, nested: { deep: ["x"] } }),
      "table.csv": `id,name\n${Array.from({ length: 3_000 }, (_, at) => `${at},"row, ${at}"`).join("\n")}`,
      "long.log": Array.from({ length: 200_000 }, (_, at) => `line ${at} of the log`).join("\n"),
      "page.html": hostilePage,
      "alone.html": `<p id="said"></p><script>
        let storage = "done";
        try { localStorage.setItem("theme", "taken over"); } catch { storage = "refused"; }
        document.getElementById("said").textContent = origin + ": storage " + storage;
      </script>`,
      "picture.svg": `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><script>parent.hacked = 1</script><rect width="20" height="10"/></svg>`,
      "analysis.ipynb": JSON.stringify({
        cells: [
          {
            cell_type: "code",
            source: "df.head()",
            execution_count: 7,
            outputs: [{ output_type: "stream", name: "stdout", text: "five rows" }],
          },
        ],
      }),
      "weights.bin": new Uint8Array(2_000),
      "answers.parquet": await recorded("answers.parquet"),
      "two-colours.webm": await recorded("two-colours.webm"),
      "tone.wav": oneSecondOfSilence(),
      "paper.pdf": "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
    };
    for (const [path, body] of Object.entries(files)) await putArtifact(app.server.url, run, path, body);
  });

  const address = (path = "") => `/runs/${run.runId}/artifacts/${path}`;

  test("directories open in the tree, and the chosen file stands in the address", async () => {
    const { page } = app;
    await page.goto(address());
    const files = page.getByRole("treegrid", { name: "Files" });
    await files.getByText("src", { exact: true }).click();
    await files.getByText("train.py").click();
    await expect.poll(() => page.url()).toMatch(/artifacts\/src\/train\.py$/);
    await shown(page, "def").waitFor();
    await page.reload();
    await shown(page, "def").waitFor();
    await files.getByText("train.py").waitFor();
  });

  test.each([
    ["data.json", "accuracy"],
    ["table.csv", "row, 0"],
    ["analysis.ipynb", "five rows"],
    ["answers.parquet", "Lima"],
    ["weights.bin", "No preview of this kind of file"],
    ["no/such/file.txt", "There is no such file"],
  ])("%s is shown", async (path, text) => {
    await app.page.goto(address(path));
    await shown(app.page, text).waitFor();
  });

  test("sound and video play, and a PDF comes as one to the browser's viewer", async () => {
    const { page } = app;
    await page.goto(address("tone.wav"));
    const sound = page.locator("audio");
    await expect.poll(() => sound.evaluate((audio: HTMLAudioElement) => audio.duration)).toBe(1);
    await page.goto(address("two-colours.webm"));
    const film = page.locator("video");
    await expect.poll(() => film.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(64);
    await page.goto(address("paper.pdf"));
    const paper = await page.locator("iframe[title='paper.pdf']").getAttribute("src");
    const { headers } = await fetch(new URL(paper!, app.server.url));
    expect(headers.get("content-type")).toBe("application/pdf");
    expect(headers.get("content-disposition") ?? "inline").toMatch(/^inline/);
  });

  test("a page of a run runs in its frame and reaches nothing outside", async () => {
    const { page } = app;
    app.allow(/sandboxed|Content Security Policy/); // what the browser writes of the refusals
    await page.goto(address("page.html"));
    const said = page.frameLocator("iframe").locator("#said");
    await said.filter({ hasText: "fetch" }).waitFor();
    expect(await said.textContent()).toBe(
      "null: parent refused, storage refused, cookie refused, frame refused, fetch refused",
    );
    expect(page.url()).toContain("/artifacts/page.html");
    expect(await page.title()).not.toContain("taken over");
  });

  test("also opened by itself, a page of a run has no origin of ours", async () => {
    const { page } = app;
    await page.goto(`/api/spanloom/v1/runs/${run.runId}/artifact-view?path=alone.html`);
    await page.locator("#said").filter({ hasText: "null: storage refused" }).waitFor();
  });

  test("script in Markdown and in pictures does not run", async () => {
    const { page } = app;
    await page.goto(address("notes.md"));
    await page.getByRole("heading", { name: "Notes", exact: true }).waitFor();
    expect(await page.locator("a[href^='javascript']").count()).toBe(0);
    await page.goto(address("picture.svg"));
    const picture = page.getByRole("img", { name: "picture.svg" });
    await picture.waitFor();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(20);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
  });

  test("of a long text only the beginning is read, then its end when asked", async () => {
    const { page, transfers } = app;
    await page.goto(address("long.log"));
    await shown(page, "line 3 of the log").waitFor();
    const read = () =>
      transfers.filter(({ url }) => url.includes("get-artifact")).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(read()).toBeLessThan(400_000);
    expect(await page.getByText(/^line \d+ of the log$/).count()).toBeLessThan(120);
    await page.getByRole("button", { name: "Show the end" }).click();
    await shown(page, /from the end/).waitFor();
    expect(read()).toBeLessThan(800_000);
  });

  const previewed = ["src/train.py", "data.json", "table.csv", "notes.md", "analysis.ipynb", "picture.svg"];
  const previews = previewed.map((path): [string, Look] => [
    path,
    [() => address(path), (page) => page.getByRole("heading", { name: path })],
  ]);
  testLooks(app, Object.fromEntries(previews));
});

function recorded(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(new URL(`../fixtures/artifacts/${name}`, import.meta.url)).then((bytes) => new Uint8Array(bytes));
}

/** PCM, 8,000 samples of 8 bits. */
function oneSecondOfSilence(): Uint8Array<ArrayBuffer> {
  const samples = 8_000;
  const wav = new DataView(new ArrayBuffer(44 + samples));
  const text = (at: number, letters: string) => new Uint8Array(wav.buffer).set(Buffer.from(letters, "latin1"), at);
  text(0, "RIFF");
  wav.setUint32(4, 36 + samples, true);
  text(8, "WAVEfmt ");
  wav.setUint32(16, 16, true);
  wav.setUint16(20, 1, true);
  wav.setUint16(22, 1, true);
  wav.setUint32(24, samples, true);
  wav.setUint32(28, samples, true);
  wav.setUint16(32, 1, true);
  wav.setUint16(34, 8, true);
  text(36, "data");
  wav.setUint32(40, samples, true);
  new Uint8Array(wav.buffer, 44).fill(128);
  return new Uint8Array(wav.buffer);
}
