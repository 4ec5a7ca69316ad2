import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import { shown } from "../harness/browser.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { logRun, newExperiment, post, putArtifact } from "../harness/runs.ts";
import { send } from "../harness/send.ts";

/** What would set `window.owned`, or leave the page, if it were read as HTML, as Markdown with HTML, or as an address. */
const hostile = [
  "<script>window.owned=1</script>",
  '<img src=x onerror="window.owned=1">',
  "<svg/onload=window.owned=1>",
  '"><iframe srcdoc="<script>parent.owned=1</script>"></iframe>',
  "' autofocus onfocus='window.owned=1' x='",
  '<a href="javascript:window.owned=1">window.owned</a>',
  "[window.owned](javascript:window.owned=1) ![window.owned](http://stranger.invalid/a.png)",
  "[window.owned](  JaVaScRiPt&colon;window.owned=1) [b](data:text/html;base64,PHNjcmlwdD5wYXJlbnQub3duZWQ9MTwvc2NyaXB0Pg==)",
  "<javascript:window.owned=1> <vbscript:window.owned>",
  "[a]: javascript:window.owned=1\n\n[a][a]",
  "<math><mtext><style><img src=x onerror=window.owned=1></style></mtext></math>",
  '<meta http-equiv="refresh" content="0;url=http://stranger.invalid/"><base href="http://stranger.invalid/">window.owned',
  '<style>@import "http://stranger.invalid/a.css";</style>window.owned',
  '<form action="http://stranger.invalid/"><button autofocus onfocus="window.owned=1">window.owned</button></form>',
  '{{constructor.constructor("window.owned=1")()}}',
];
const all = hostile.join("\n\n");
/** Models' names have none of `/ : . % " '`. */
const name = "<img src=x onerror=owned=1>";
const numbered = (prefix: string) => Object.fromEntries(hostile.map((text, at) => [`${prefix}${at} ${name}`, text]));
const pairs = (values: Record<string, string>) => Object.entries(values).map(([key, value]) => ({ key, value }));

describeInBrowser("what others wrote", (app) => {
  let experimentId: string;
  let runIds: string[];
  let modelId: string;
  const spans = [conversation(), conversation()];

  beforeAll(async () => {
    const { url } = app.server;
    experimentId = await newExperiment(url, `${name} experiment`);
    const tags = { "mlflow.note.content": all, team: all };
    for (const [key, value] of Object.entries(tags))
      await post(url, "experiments/set-experiment-tag", { experiment_id: experimentId, key, value });
    const git = { "mlflow.source.git.repoURL": "javascript:window.owned=1", "mlflow.source.name": "javascript:owned" };
    runIds = [];
    for (const at of [0, 1]) {
      const sketch = { experimentId, name: `${name} ${at}`, metrics: { "window.owned": [1, 2] } };
      // Keys of params and metrics have no `<`, and only the server's own rules say which.
      const params = Object.fromEntries(hostile.map((text, place) => [`p${place}`, `${at} ${text}`]));
      const run = await logRun(url, { ...sketch, params, tags: { ...tags, ...git, ...numbered("t") } });
      for (const file of ["notes.md", "data.json", "table.csv", "code.py"])
        await putArtifact(url, run, file, file === "data.json" ? JSON.stringify({ [all]: hostile }) : all);
      await putArtifact(url, run, "model/MLmodel", `flavors: {}\nmlflow_version: ${JSON.stringify(all)}\n`);
      runIds.push(run.runId);
    }
    const created = { experiment_id: experimentId, name: name, params: pairs({ a: all }) };
    const { model } = await post<{ model: { info: { model_id: string } } }>(url, "logged-models", {
      ...created,
      tags: pairs(tags),
    });
    modelId = model.info.model_id;
    await post(url, "registered-models/create", { name, description: all, tags: pairs({ team: all }) });
    const source = `runs:/${runIds[0]}/model`;
    await post(url, "model-versions/create", {
      name,
      source,
      run_id: runIds[0],
      description: all,
      run_link: git["mlflow.source.git.repoURL"],
    });
    const prompt = `${name} prompt`;
    const isPrompt = { "mlflow.prompt.is_prompt": "true" };
    await post(url, "registered-models/create", {
      name: prompt,
      description: all,
      tags: pairs({ ...isPrompt, team: all }),
    });
    const text = { ...isPrompt, "mlflow.prompt.text": `${all} {{ ${name} }}`, _mlflow_prompt_type: "text" };
    for (const description of [all, `${all} again`])
      await post(url, "model-versions/create", {
        name: prompt,
        source: "dummy-source",
        description,
        tags: pairs(text),
      });
    await send(url, tracesOf(spans, { "service.name": all }), { "x-mlflow-experiment-id": experimentId });
    const answer = await fetch(`${url}/api/3.0/mlflow/traces/tr-${spans[0]!.traceId}/assessments`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        assessment: {
          assessment_name: name,
          source: { source_type: "HUMAN", source_id: name },
          feedback: { value: all },
          rationale: all,
          metadata: { [name]: all },
        },
      }),
    });
    expect(answer.status, await answer.text()).toBe(200);
  });

  const ofRun = (tab: string) => () => `/runs/${runIds[0]}/${tab}`;
  const ofModel = (rest: string) => () => `/models/${encodeURIComponent(name)}/${rest}`;
  const ofPrompt = (query: string) => () => `/prompts/${encodeURIComponent(`${name} prompt`)}${query}`;
  const pages: Record<string, () => string> = {
    "the first page": () => "/",
    "the list of experiments": () => "/experiments",
    "all traces": () => "/traces",
    "a trace": () => `/traces/${spans[0]!.traceId}?span=${spans[0]!.spanId}`,
    "the log of a trace": () => `/traces/${spans[0]!.traceId}?view=log`,
    "two traces": () => `/traces/${spans[0]!.traceId}/diff/${spans[1]!.traceId}?span=${spans[0]!.spanId}`,
    "a session": () => `/sessions/${encodeURIComponent(all)}`,
    "a run": ofRun("overview"),
    "a run's charts": ofRun("metrics"),
    "a run's traces": ofRun("traces"),
    "a run's Markdown": ofRun("artifacts/notes.md"),
    "a run's JSON": ofRun("artifacts/data.json"),
    "a run's table": ofRun("artifacts/table.csv"),
    "a run's code": ofRun("artifacts/code.py"),
    "two runs": () => `/compare/runs?ids=${runIds.join(",")}&all=1&file=notes.md`,
    "a logged model": () => `/logged-models/${modelId}/overview`,
    "the list of models": () => "/models",
    "a model": ofModel("versions"),
    "a model's history": ofModel("history"),
    "a version": ofModel("versions/1/overview"),
    "the list of prompts": () => "/prompts",
    "a prompt": ofPrompt("?v=1"),
    "a prompt's values": ofPrompt("?v=1&tab=try"),
    "a prompt's code": ofPrompt("?v=1&tab=code"),
    "about a prompt": ofPrompt("?v=1&tab=about"),
    "two versions of a prompt": ofPrompt("?v=2&with=1"),
  };

  test("is shown as text on every page, and nothing of it runs or is loaded", async () => {
    const { page } = app;
    app.allow(/status of 404/); // the logged model has no files
    await watch(page);
    for (const [what, path] of Object.entries(pages)) {
      await page.goto(path());
      await shown(page, /owned/)
        .waitFor()
        .catch((error: unknown) => expect.fail(`${what}: ${error}`));
      if (what === "a trace") await each(page, "tab", () => expectNothing(page, what));
      await expectNothing(page, what);
    }
  });

  test("does nothing in any tab of its experiment", async () => {
    const { page } = app;
    await watch(page);
    await page.goto(`/experiments/${experimentId}/traces`);
    await shown(page, /owned/).waitFor();
    const tabs = page.locator(`a[href^="/experiments/${experimentId}/"]`);
    const paths = new Set(await tabs.evaluateAll((links) => links.map((link) => link.getAttribute("href")!)));
    expect(paths.size).toBeGreaterThanOrEqual(5);
    for (const path of paths) {
      await page.goto(path);
      await shown(page, /owned/).waitFor();
      await expectNothing(page, path);
    }
  });
});

/** Notes what the policy refused, before any script of the page. */
async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { refused: seen });
    document.addEventListener("securitypolicyviolation", (event) => {
      seen.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on("dialog", (dialog) => expect.fail(`a dialog opened: ${dialog.message()}`));
}

async function expectNothing(page: Page, what: string): Promise<void> {
  const found = await page.evaluate(() => ({
    owned: "owned" in window,
    refused: (window as unknown as { refused: string[] }).refused,
    // A link to elsewhere is the reader's to follow, and does not tell where they came from; nothing else leads there.
    addresses: [...document.querySelectorAll("a[href], iframe[src], img[src], audio[src], form[action]")]
      .filter(({ rel }: Element & { rel?: string }) => !rel?.includes("noreferrer"))
      .map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action"))
      .filter((address) => /stranger/i.test(address ?? "")),
    scripts: [...document.querySelectorAll("a[href], iframe[src], form[action]")]
      .map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? element.getAttribute("action"))
      .filter((address) => /^\s*(javascript|vbscript|data):/i.test(address ?? "")),
    foreign: document.querySelectorAll("iframe[srcdoc], base, meta[http-equiv], [onerror], [onload], [onfocus]").length,
  }));
  expect({ what, ...found }).toEqual({ what, owned: false, refused: [], addresses: [], scripts: [], foreign: 0 });
}

/** Clicks everything of a role, one after the other. */
async function each(page: Page, role: "tab", look: () => Promise<void>): Promise<void> {
  const count = await page.getByRole(role).count();
  for (let at = 0; at < count; at++) {
    await page.getByRole(role).nth(at).click();
    await shown(page, /owned/).waitFor();
    await look();
  }
}

/** A model call in which all that a sender can write is hostile. */
function conversation() {
  const at = BigInt(Date.now() - 60_000) * 1_000_000n;
  const parts = [
    ...hostile.map((content) => ({ type: "text", content })),
    { type: "reasoning", content: all },
    { type: "tool_call", id: name, name, arguments: { [all]: all } },
    { type: "tool_call_response", id: name, response: all },
    { type: "uri", modality: "image", mime_type: "image/png", uri: "javascript:window.owned=1" },
    {
      type: "uri",
      modality: "image",
      mime_type: "image/svg+xml",
      uri: "data:image/svg+xml,<svg onload='parent.owned=1'/>",
    },
    { type: "uri", modality: "audio", mime_type: "audio/wav", uri: "http://stranger.invalid/a.wav" },
  ];
  const messages = JSON.stringify(["system", "user", "assistant", "tool", name].map((role) => ({ role, parts })));
  return {
    traceId: newTraceId(),
    spanId: newSpanId(),
    name,
    startTimeUnixNano: String(at),
    endTimeUnixNano: String(at + 1_000_000n),
    attributes: attributes({
      ...numbered("a"),
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": name,
      "gen_ai.provider.name": name,
      "gen_ai.input.messages": messages,
      "gen_ai.output.messages": messages,
      "gen_ai.tool.definitions": JSON.stringify([{ type: "function", name, description: all }]),
      "session.id": all,
      "user.id": all,
      "mlflow.traceTag.team": all,
      "retrieval.documents.0.document.content": all,
      "retrieval.documents.0.document.metadata": JSON.stringify({ source: "javascript:window.owned=1" }),
    }),
    events: [
      {
        name,
        timeUnixNano: String(at),
        attributes: attributes({ "exception.type": name, "exception.message": all, "exception.stacktrace": all }),
      },
    ],
    status: { code: 2, message: all },
  };
}
