import type { Page } from "playwright-core";
import { beforeEach, expect, test } from "vitest";
import { overflowPx, violationsInBothThemes } from "../harness/axe.ts";
import { describeInBrowser } from "../harness/in-browser.ts";
import { runMlflowScript } from "../harness/mlflow-script.ts";
import { attributes, newSpanId, newTraceId, tracesOf } from "../harness/otlp.ts";
import { send } from "../harness/send.ts";

/** What `mlflow_review.py fill` made; the traces in the order of the queue. */
interface Filled {
  readonly experiment_id: string;
  readonly queue_id: string;
  readonly traces: readonly string[];
}

/** What `mlflow_review.py read` read. */
interface ReadBack {
  readonly items: Record<string, readonly [status: string, by: string | null]>;
  readonly said: Record<string, Record<string, readonly [value: unknown, rationale: string | null]>>;
}

interface Said {
  readonly assessment_name: string;
  readonly feedback?: { readonly value: unknown };
  readonly source: { readonly source_id: string };
}

/** With the time that a busy machine may need. */
const eventually = <Value>(read: () => Promise<Value>) => expect.poll(read, { timeout: 30_000 });

describeInBrowser(
  "review queues",
  (app) => {
    let filled: Filled;

    async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
      const response = await fetch(`${app.server.url}/api/${path}`, {
        method,
        headers: { "content-type": "application/json" },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answer = await response.text();
      expect(response.status, answer).toBe(200);
      return JSON.parse(answer) as Answer;
    }
    const post = <Answer = Record<string, never>>(path: string, body: object) =>
      ask<Answer>("POST", `3.0/mlflow/${path}`, body);

    /** Traces of one question and its answer, the newest first. */
    async function newTraces(experimentId: string, count: number): Promise<string[]> {
      const startNs = BigInt(Date.now() - 60_000) * 1_000_000n;
      const spans = Array.from({ length: count }, (_, index) => {
        const at = startNs - BigInt(index) * 1_000_000n;
        return {
          traceId: newTraceId(),
          spanId: newSpanId(),
          name: `question ${index + 1}`,
          kind: 1,
          startTimeUnixNano: String(at),
          endTimeUnixNano: String(at + 500_000n),
          attributes: attributes({ "mlflow.spanInputs": `"Why ${index + 1}?"`, "mlflow.spanOutputs": '"Because."' }),
        };
      });
      await send(app.server.url, tracesOf(spans), { "x-mlflow-experiment-id": experimentId });
      return spans.map(({ traceId }) => `tr-${traceId}`);
    }

    /** A queue with the questions of the experiment, and these traces in this order. */
    async function newQueue(traces: readonly string[]): Promise<string> {
      const { label_schemas } = await ask<{ label_schemas: { schema_id: string; is_default: boolean }[] }>(
        "GET",
        `3.0/mlflow/label-schemas/list?experiment_id=${filled.experiment_id}`,
      );
      const { review_queue } = await post<{ review_queue: { queue_id: string } }>("review-queues/create", {
        experiment_id: filled.experiment_id,
        name: `queue ${crypto.randomUUID()}`,
        queue_type: "CUSTOM",
        schema_ids: label_schemas.filter(({ is_default }) => !is_default).map(({ schema_id }) => schema_id),
      });
      for (const item of traces.toReversed()) {
        await post("review-queues/items/add", { queue_id: review_queue.queue_id, item_ids: [item] });
      }
      return review_queue.queue_id;
    }
    const setStatus = (queue_id: string, item_id: string, status: string, completed_by: string) =>
      post("review-queues/items/set-status", { queue_id, item_id, status, completed_by });
    const statuses = async (queueId: string) => {
      const { items } = await ask<{ items: { item_id: string; status: string; completed_by?: string }[] }>(
        "GET",
        `3.0/mlflow/review-queues/items/list?queue_id=${queueId}&max_results=5000`,
      );
      return items.map(({ status, completed_by }) => (completed_by ? `${status} ${completed_by}` : status));
    };
    const said = async (traceId: string) => {
      const { trace } = await ask<{ trace: { trace_info: { assessments?: Said[] } } }>(
        "GET",
        `3.0/mlflow/traces/${traceId}`,
      );
      const all = trace.trace_info.assessments ?? [];
      return Object.fromEntries(
        all.map((each) => [each.assessment_name, [each.feedback?.value, each.source.source_id]]),
      );
    };
    const read = (queueId: string) =>
      runMlflowScript<ReadBack & Record<string, never>>("python", "mlflow_review.py", [
        app.server.url,
        "read",
        queueId,
      ]);

    const atItem = (page: Page, place: number, of = 4) =>
      page.getByText(`${place} of ${of}`, { exact: true }).waitFor();
    const question = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
    const open = (page: Page) =>
      page.getByRole("button", { name: "Save and next" }).and(page.locator(":enabled")).waitFor();

    beforeEach(async () => {
      filled ??= await runMlflowScript<Filled & Record<string, never>>("python", "mlflow_review.py", [
        app.server.url,
        "fill",
      ]);
      await app.page.addInitScript(() => {
        if (localStorage.getItem("spanloom.person") === null) localStorage.setItem("spanloom.person", "Mia");
      });
    });

    test("a queue is worked from the first to the last item by keyboard alone, and the Python client reads the answers", async () => {
      const { page } = app;
      const { keyboard } = page;
      await page.goto(`/experiments/${filled.experiment_id}/review`);
      await page
        .getByRole("row", { name: /Support answers/ })
        .getByText("0 of 4")
        .waitFor();
      await keyboard.press("j");
      await keyboard.press("Enter");
      await page.waitForURL(/\/review\/rq-[0-9a-f]+\?item=/);
      await atItem(page, 1);
      await page.getByRole("region", { name: "Expected" }).getByText("Norway").waitFor();
      await page.getByRole("region", { name: "Trace" }).getByText("We do, for 12 €.").first().waitFor();
      await open(page);

      // Nothing answered is not reviewed.
      await keyboard.press("Enter");
      await page.getByText("Nothing is answered yet.").waitFor();
      await keyboard.press("1");
      await question(page, "correct").getByRole("button", { name: "Correct", pressed: true }).waitFor();
      await keyboard.press("n");
      await keyboard.type("Short, but true");
      await keyboard.press("Tab");
      await keyboard.press("4");
      await keyboard.press("Tab");
      await keyboard.press("2");
      await keyboard.press("3");
      await keyboard.press("Tab");
      await keyboard.type("We ship to Norway");
      await keyboard.press("Shift+Enter");
      await keyboard.type("for 12 €.");
      await keyboard.press("Enter");

      await atItem(page, 2);
      await page.getByText("1 answered · 3 open").waitFor();
      await open(page);
      await keyboard.press("2");
      await keyboard.press("Enter");
      await atItem(page, 3);
      await open(page);
      await keyboard.press("s");
      await atItem(page, 4);
      await page.getByText("2 answered · 1 declined · 1 open").waitFor();

      // Back to what was declined, with what was typed; and again.
      await keyboard.press("u");
      await atItem(page, 3);
      await page.getByText("2 answered · 2 open").waitFor();
      await open(page);
      await keyboard.press("s");
      await atItem(page, 4);
      await open(page);
      await keyboard.press("Tab");
      await keyboard.press("Tab");
      await keyboard.press("5");
      await keyboard.press("Enter");
      await page.getByText("Everything here is reviewed").waitFor();
      await page.getByText("3 answered, 1 declined.").waitFor();

      await eventually(() => statuses(filled.queue_id)).not.toContain("PENDING");
      const [first, second, third, fourth] = filled.traces as [string, string, string, string];
      const back = await read(filled.queue_id);
      expect(back.items).toEqual({
        [first]: ["complete", "mia"],
        [second]: ["complete", "mia"],
        [third]: ["declined", "mia"],
        [fourth]: ["complete", "mia"],
      });
      expect(back.said).toEqual({
        [first]: {
          correct: [true, "Short, but true"],
          stars: [4, null],
          topics: [["shipping", "billing"], null],
          ideal_answer: ["We ship to Norway\nfor 12 €.", null],
        },
        [second]: { correct: [false, null] },
        [third]: {},
        [fourth]: { stars: [5, null] },
      });

      // The same answers stand in the trace's own feedback.
      await page.goto(`/traces/${first.slice(3)}?tab=assessments`);
      await page.getByRole("list", { name: "Of the trace" }).getByText("Short, but true").waitFor();
    });

    test("an answer is corrected and taken back; a reload and the back button come to the same item", async () => {
      const { page } = app;
      const { keyboard } = page;
      const traces = await newTraces(filled.experiment_id, 2);
      const queueId = await newQueue(traces);
      await page.goto(`/review/${queueId}`);
      await atItem(page, 1, 2);
      await open(page);
      await keyboard.press("2");
      await keyboard.press("1");
      await keyboard.press("Enter");
      await atItem(page, 2, 2);
      await keyboard.press("k");
      await atItem(page, 1, 2);
      await page.getByText("You answered it").waitFor();
      await page.reload();
      await atItem(page, 1, 2);
      await question(page, "correct").getByRole("button", { name: "Correct", pressed: true }).waitFor();
      await keyboard.press("1");
      await question(page, "correct").getByRole("button", { name: "Correct", pressed: false }).waitFor();
      await question(page, "stars").getByRole("button", { name: "3" }).click();
      await keyboard.press("Enter");
      await atItem(page, 2, 2);
      await eventually(() => said(traces[0]!)).toEqual({ stars: [3, "Mia"] });
      await page.goBack();
      await atItem(page, 1, 2);
      // What is typed and not saved stays while one looks elsewhere.
      await question(page, "ideal_answer").getByRole("textbox").fill("Half a sentence");
      await keyboard.press("Escape");
      await keyboard.press("ArrowRight");
      await atItem(page, 2, 2);
      await keyboard.press("ArrowLeft");
      await atItem(page, 1, 2);
      await expect.poll(() => question(page, "ideal_answer").getByRole("textbox").inputValue()).toBe("Half a sentence");
      await page.goto(`/experiments/${filled.experiment_id}/review`);
      await page.goto(`/review/${queueId}`);
      await atItem(page, 2, 2);
    });

    test("what somebody else reviews meanwhile is said, and stays theirs", async () => {
      const { page } = app;
      const traces = await newTraces(filled.experiment_id, 4);
      const queueId = await newQueue(traces);
      await page.goto(`/review/${queueId}`);
      await atItem(page, 1);
      await open(page);
      await setStatus(queueId, traces[1]!, "COMPLETE", "Tom");
      await setStatus(queueId, traces[0]!, "COMPLETE", "Tom");
      await page.getByRole("status").getByText("tom answered it").waitFor();
      await expect.poll(() => page.getByRole("button", { name: "Decline" }).isDisabled()).toBe(true);
      await page.keyboard.press("1");
      await page.keyboard.press("Enter");
      // The one that Tom has done already is left out.
      await atItem(page, 3);
      await page.getByText("2 answered · 2 open").waitFor();
      await eventually(() => statuses(queueId)).toEqual(["COMPLETE tom", "COMPLETE tom", "PENDING", "PENDING"]);
      await eventually(() => said(traces[0]!)).toEqual({ correct: [true, "Mia"] });
      // One that he takes out is gone from the list.
      await post("review-queues/items/remove", { queue_id: queueId, item_ids: [traces[3]] });
      await atItem(page, 3, 3);
    });

    test("a save that fails is named and can be tried again, one without an answer is tried again by itself", async () => {
      const { page } = app;
      app.allow(/50[03]|ERR_FAILED/);
      const traces = await newTraces(filled.experiment_id, 4);
      const queueId = await newQueue(traces);
      await page.goto(`/review/${queueId}`);
      await atItem(page, 1);
      await open(page);
      await page.route("**/set-status", (route) => route.fulfill({ status: 503, body: "{}" }));
      await page.keyboard.press("1");
      await page.keyboard.press("Enter");
      await atItem(page, 2);
      const alert = page.getByRole("alert");
      await alert.getByText(/^item 1 was not saved/).waitFor();
      await page.getByText("0 answered · 4 open").waitFor();
      await alert.getByRole("button", { name: "Go to it" }).click();
      await atItem(page, 1);
      await question(page, "correct").getByRole("button", { name: "Correct", pressed: true }).waitFor();
      await page.unroute("**/set-status");
      await alert.getByRole("button", { name: "Try again" }).click();
      await alert.waitFor({ state: "detached" });
      await page.getByText("1 answered · 3 open").waitFor();
      await eventually(() => statuses(queueId)).toEqual(["COMPLETE mia", "PENDING", "PENDING", "PENDING"]);

      // No answer at all: one goes on, and it is through once the server is back.
      await page.keyboard.press("j");
      await atItem(page, 2);
      await open(page);
      await page.route("**/mlflow/**", (route) => route.abort());
      await page.keyboard.press("2");
      await page.keyboard.press("Enter");
      await page.getByText("One save is tried again").waitFor();
      await page.unroute("**/mlflow/**");
      await page.getByText("One save is tried again").waitFor({ state: "detached" });
      await eventually(() => statuses(queueId)).toEqual(["COMPLETE mia", "COMPLETE mia", "PENDING", "PENDING"]);
      expect(await said(traces[1]!)).toEqual({ correct: [false, "Mia"] });
    });

    test("a queue of what a filter finds is made with a new question, changed and deleted", async () => {
      const { page } = app;
      await newTraces(filled.experiment_id, 1);
      await page.goto(`/experiments/${filled.experiment_id}/review`);
      await page.getByRole("button", { name: "New queue" }).click();
      const form = page.getByRole("form", { name: "Review queue" });
      await form.getByLabel("Name", { exact: true }).fill("Kind enough?");
      await form.getByLabel(/^For whom/).fill("Mia, tom");
      for (const name of ["correct", "stars", "topics", "ideal_answer", "Feedback"]) {
        await form.getByRole("checkbox", { name: new RegExp(`^${name} `) }).uncheck();
      }
      await form.getByRole("button", { name: "New question" }).click();
      const asked = page.getByRole("form", { name: "New question" });
      await asked.getByLabel("Name of the answers").fill("kindness");
      await asked.getByLabel("Answered with").selectOption("number");
      await asked.getByLabel("At least").fill("3");
      await asked.getByLabel("At most").fill("1");
      await asked.getByRole("button", { name: "Add question" }).click();
      await asked.getByText("The least is below the most.").waitFor();
      await asked.getByLabel("At least").fill("0");
      await asked.getByRole("button", { name: "Add question" }).click();
      await form.getByLabel(/^Filter/).fill("name = ");
      expect(await form.getByLabel("Name", { exact: true }).inputValue()).toBe("Kind enough?");
      app.allow(/400/);
      await form.getByRole("button", { name: "Make the queue" }).click();
      await form.getByRole("alert").waitFor();
      await form.getByLabel(/^Filter/).fill("name = 'support agent'");
      await form.getByRole("button", { name: "Make the queue" }).click();
      await page.waitForURL(/\/review\/rq-/);
      await atItem(page, 1);
      await question(page, "kindness").getByRole("button", { name: "0", exact: true }).waitFor();

      await page.getByRole("button", { name: "Queue", exact: true }).click();
      await page.getByRole("menuitem", { name: "Take this trace out" }).click();
      await atItem(page, 1, 3);
      await page.getByRole("button", { name: "Undo" }).last().click();
      await page.getByText(/^. of 4$/).waitFor();

      await page.getByRole("link", { name: /review$/ }).click();
      await page.getByRole("button", { name: "Change Kind enough?" }).click();
      await form.getByText("They stay as they are while the queue has traces.").waitFor();
      await form.getByLabel("Name", { exact: true }).fill("Support answers");
      await form.getByRole("button", { name: "Save" }).click();
      await form
        .getByRole("alert")
        .getByText(/already exists/)
        .waitFor();
      await form.getByLabel("Name", { exact: true }).fill("Kindness");
      await form.getByRole("button", { name: "Save" }).click();
      await page
        .getByRole("row", { name: /Kindness/ })
        .getByText("mia, tom")
        .waitFor();
      await page.getByRole("button", { name: "Delete Kindness" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await page.getByRole("row", { name: /Kindness/ }).waitFor({ state: "detached" });

      await page.getByRole("group", { name: "Show" }).getByRole("button", { name: "Questions" }).click();
      const questions = page.getByRole("list", { name: "Questions" });
      await page.getByRole("button", { name: "Change kindness" }).click();
      const change = page.getByRole("form", { name: "Change the question" });
      expect(await change.getByLabel("Answered with").isDisabled()).toBe(true);
      await change.getByLabel("Instruction for reviewers").fill("0 is rude");
      await change.getByRole("button", { name: "Save" }).click();
      await questions.getByText("0 is rude").waitFor();
      await page.getByRole("button", { name: "Delete kindness" }).click();
      await page.getByRole("button", { name: "Delete for good" }).click();
      await questions.getByText("0 is rude").waitFor({ state: "detached" });
    });

    test("a trace goes into a queue from its own page, and into one's own", async () => {
      const { page } = app;
      const queueId = await newQueue([]);
      await page.goto(`/review/${queueId}`);
      await page.getByText("No traces in this queue").waitFor();
      const name = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
      await page.goto(`/traces/${filled.traces[0]!.slice(3)}`);
      await page.getByRole("button", { name: "Add to review queue" }).click();
      await page.getByRole("menuitem", { name }).click();
      await page.getByText(`Added to ${name}`).waitFor();
      await page.getByRole("button", { name: "Add to review queue" }).click();
      await page.getByRole("menuitem", { name: "Your own queue, Mia" }).click();
      await page.getByText("Added to your queue").waitFor();
      await page.getByRole("button", { name: "Review", exact: true }).last().click();
      await atItem(page, 1, 1);
      // One's own queue asks everything that the experiment asks.
      await question(page, "Feedback").waitFor();
      await eventually(() => statuses(queueId)).toEqual(["PENDING"]);
    });

    test("a queue of 5,000 traces opens on an item of its middle and goes on from there", async () => {
      const { page } = app;
      const { experiment_id } = await ask<{ experiment_id: string }>("POST", "2.0/mlflow/experiments/create", {
        name: "five thousand",
      });
      await newTraces(experiment_id, 5_000);
      await page.goto(`/experiments/${experiment_id}/review`);
      await page.getByRole("button", { name: "New queue" }).first().click();
      const form = page.getByRole("form", { name: "Review queue" });
      await form.getByLabel("Name", { exact: true }).fill("All of them");
      await form.getByRole("button", { name: "Make the queue" }).click();
      await page.waitForURL(/item=/);
      const queueId = /rq-[0-9a-f]+/.exec(page.url())![0];
      const { items } = await ask<{ items: { item_id: string }[] }>(
        "GET",
        `3.0/mlflow/review-queues/items/list?queue_id=${queueId}&max_results=5000`,
      );
      expect(items).toHaveLength(5_000);
      await page.goto(`/review/${queueId}?item=${items[2_499]!.item_id.slice(3)}`);
      await page.getByText("2,500 of 5,000").waitFor();
      await page.getByRole("region", { name: "Trace" }).getByText("Because.").waitFor();
      await open(page);
      const before = app.transfers.filter(({ url }) => url.includes("/items/list")).length;
      await question(page, "Feedback").getByRole("textbox").fill("Fine");
      await page.keyboard.press("Enter");
      await page.getByText("2,501 of 5,000").waitFor();
      await page.getByText("1 answered · 4,999 open").waitFor();
      await eventually(async () => (await statuses(queueId)).slice(2_499, 2_500)).toEqual(["COMPLETE mia"]);
      expect(app.transfers.filter(({ url }) => url.includes("/items/list"))).toHaveLength(before);
      expect(await page.locator("*").count()).toBeLessThan(1_500);
    });

    test.each([1440, 390])("is accessible in both themes and fits, %i px wide", async (width) => {
      const { page } = await app.open({ viewport: { width, height: 844 }, hasTouch: width < 500 });
      const traces = [filled.traces[width < 500 ? 1 : 0]!, ...(await newTraces(filled.experiment_id, 2))];
      const queueId = await newQueue(traces);
      await setStatus(queueId, traces[1]!, "COMPLETE", "Tom");
      const fine = async () => {
        expect(await violationsInBothThemes(page)).toEqual({ light: [], dark: [] });
        expect(await overflowPx(page)).toBe(0);
      };
      await page.goto(`/experiments/${filled.experiment_id}/review`);
      await page.getByText("Support answers").first().waitFor();
      await fine();
      await page.goto(`/experiments/${filled.experiment_id}/review?show=questions`);
      await page.getByText("Share any feedback on this trace.").waitFor();
      await fine();
      await page.getByRole("button", { name: "New question" }).click();
      await page.getByRole("form", { name: "New question" }).waitFor();
      await fine();
      await page.goto(`/review/${queueId}?item=${traces[0]!.slice(3)}&steps=1`);
      await open(page);
      await page.getByRole("region", { name: "Trace" }).getByText("lookup_order").waitFor();
      if (width < 500) {
        await question(page, "correct").getByRole("button", { name: "Wrong" }).tap();
        await page.getByRole("button", { name: "Save and next" }).tap();
        // To the next open one: Tom has done the second.
        await atItem(page, 3, 3);
        await page.getByRole("button", { name: "Previous item" }).tap();
        await atItem(page, 2, 3);
        await page.getByText("tom answered it").waitFor();
      }
      await fine();
    });
  },
  ["python"],
);
