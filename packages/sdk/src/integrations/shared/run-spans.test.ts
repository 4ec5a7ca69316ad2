import { describe, expect, test } from "vitest";
import { runWithSpan } from "../../span/run-with-span.ts";
import { startSpan } from "../../span/start-span.ts";
import { RunSpans } from "./run-spans.ts";

const parentOf = (span: { otel: unknown }) =>
  (span.otel as { parentSpanContext?: { spanId: string } }).parentSpanContext?.spanId;
const isRunning = (span: { otel: { isRecording(): boolean } }) => span.otel.isRecording();

describe("the parent of a run", () => {
  test("is the run that the framework names, whatever run is active", () => {
    const runs = new RunSpans();
    const [first, second] = [runs.start("a", undefined, { name: "a" }), runs.start("b", "a", { name: "b" })];
    const third = runWithSpan(second, () => runs.start("c", "a", { name: "c" }));
    expect([second, third].map(parentOf)).toEqual([first.spanId, first.spanId]);
  });

  test("is the application's span where one was opened since that run began", () => {
    const runs = new RunSpans();
    const run = runs.start("a", undefined, { name: "a" });
    const own = startSpan({ name: "own", parent: run });
    const inner = runWithSpan(own, () => runs.start("b", "a", { name: "b" }));
    expect(parentOf(inner)).toBe(own.spanId);
  });

  test("is the active span where the framework names none, or one that nobody knows", () => {
    const runs = new RunSpans();
    const own = startSpan({ name: "own" });
    const started = runWithSpan(own, () => [
      runs.start("a", undefined, { name: "a" }),
      runs.start("b", "no such run", { name: "b" }),
    ]);
    expect(started.map(parentOf)).toEqual([own.spanId, own.spanId]);
  });

  test("is the run above a hidden one", () => {
    const runs = new RunSpans();
    const top = runs.start("a", undefined, { name: "a" });
    runs.hide("h", "a");
    runs.hide("i", "h");
    expect(parentOf(runs.start("b", "i", { name: "b" }))).toBe(top.spanId);
    expect(runs.get("i")).toBe(top);
    runs.end("i");
    expect(isRunning(top)).toBe(true);
  });
});

describe("runs that never end", () => {
  test("end with the first run of their trace, and say so", () => {
    const runs = new RunSpans();
    runs.start("a", undefined, { name: "a" });
    const open = [runs.start("b", "a", { name: "b" }), runs.start("c", "b", { name: "c" })];
    runs.end("a");
    expect(open.map(isRunning)).toEqual([false, false]);
    expect(open.map(({ otel }) => (otel as never as { events: { name: string }[] }).events[0]?.name)).toEqual([
      "spanloom.unfinished",
      "spanloom.unfinished",
    ]);
  });

  test("are given up, the oldest first, before they fill the memory", () => {
    const runs = new RunSpans();
    const first = runs.start("0", undefined, { name: "0" });
    for (let id = 1; id <= 10_000; id++) runs.start(String(id), undefined, { name: "n", record: false });
    expect(isRunning(first)).toBe(false);
    expect(runs.get("0")).toBeUndefined();
    expect(runs.get("10000")).toBeDefined();
  });

  test("a run that is ended twice, or that nobody started, changes nothing", () => {
    const runs = new RunSpans();
    const run = runs.start("a", undefined, { name: "a" });
    runs.end("a");
    runs.end("a");
    runs.end("__proto__");
    expect(isRunning(run)).toBe(false);
  });

  test("a run that is its own parent ends, as do two that are each other's", () => {
    const runs = new RunSpans();
    runs.start("a", "a", { name: "a" });
    runs.hide("h", "i");
    runs.hide("i", "h");
    expect(runs.get("h")).toBeUndefined();
    runs.end("a");
    expect([...runs.above("a")]).toEqual([]);
  });
});
