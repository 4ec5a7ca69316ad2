import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ChangesMode, subscribeToChanges, type TraceChange } from "./changes.ts";

/** The browser's EventSource as far as it is used, and the sources that were opened. */
class FakeEventSource {
  static opened: FakeEventSource[] = [];
  readonly url: string;
  closed = false;
  onopen: (() => void) | undefined;
  onerror: (() => void) | undefined;
  readonly #listeners = new Map<string, (event: { data: string }) => void>();

  constructor(url: string) {
    this.url = url;
    FakeEventSource.opened.push(this);
  }

  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.#listeners.set(name, listener);
  }

  say(data: string, name = "traces") {
    this.#listeners.get(name)?.({ data });
  }

  close() {
    this.closed = true;
  }
}

const page = { hidden: false, onVisibility: () => {} };

beforeEach(() => {
  vi.useFakeTimers();
  FakeEventSource.opened = [];
  page.hidden = false;
  vi.stubGlobal("EventSource", FakeEventSource);
  vi.stubGlobal("document", {
    get hidden() {
      return page.hidden;
    },
    addEventListener: (_: string, listener: () => void) => {
      page.onVisibility = listener;
    },
    removeEventListener: () => {
      page.onVisibility = () => {};
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function subscribe(asOfMs?: number) {
  const changes: (readonly TraceChange[] | null)[] = [];
  const modes: ChangesMode[] = [];
  const end = subscribeToChanges(
    { experimentId: "7" },
    asOfMs,
    (change) => changes.push(change),
    (mode) => modes.push(mode),
  );
  return { changes, modes, end };
}

const latest = () => FakeEventSource.opened.at(-1)!;

test("events name traces, and one that cannot be read means: look at everything", () => {
  const { changes, end } = subscribe();
  expect(latest().url).toBe("/api/spanloom/v1/changes?experiment_id=7");
  latest().say('{"traces":[{"trace_id":"a","experiment_id":"7"}]}');
  latest().say("{");
  expect(changes).toEqual([[{ trace_id: "a", experiment_id: "7" }], null]);
  end();
  expect(latest().closed).toBe(true);
});

test("the stream of a page says as of when it was read, and that the server does not know what came since is looked for", () => {
  const { changes } = subscribe(1_700_000_000_123);
  expect(latest().url).toBe("/api/spanloom/v1/changes?experiment_id=7&since_ms=1700000000123");
  latest().onopen?.();
  latest().say("{}", "missed");
  expect(changes).toEqual([null]);
  latest().onerror?.();
  vi.advanceTimersByTime(500);
  expect(latest().url).toBe("/api/spanloom/v1/changes?experiment_id=7");
});

test("a broken stream is opened again, later each time, and what was missed is looked for", () => {
  const { changes, modes } = subscribe();
  latest().onopen?.();
  latest().onerror?.();
  vi.advanceTimersByTime(500);
  expect(FakeEventSource.opened).toHaveLength(2);
  latest().onerror?.();
  vi.advanceTimersByTime(900);
  expect(FakeEventSource.opened).toHaveLength(2);
  vi.advanceTimersByTime(100);
  expect(FakeEventSource.opened).toHaveLength(3);
  latest().onopen?.();
  expect(changes).toEqual([null]);
  expect(modes).toEqual(["stream", "connecting", "connecting", "stream"]);
});

test("after three failures it polls until the stream is back", () => {
  const { changes, modes } = subscribe();
  for (let failure = 0; failure < 3; failure++) {
    latest().onerror?.();
    if (failure < 2) vi.advanceTimersByTime(1_000);
  }
  expect(modes.at(-1)).toBe("polling");
  vi.advanceTimersByTime(4_000);
  expect(changes).toEqual([null]);
  latest().onopen?.();
  changes.length = 0;
  vi.advanceTimersByTime(20_000);
  expect(changes).toEqual([]);
});

test("a hidden tab holds no stream, and looks at everything when it is shown again", () => {
  const { changes, modes } = subscribe();
  page.hidden = true;
  page.onVisibility();
  expect(latest().closed).toBe(true);
  expect(modes).toEqual(["paused"]);
  page.hidden = false;
  page.onVisibility();
  expect(FakeEventSource.opened).toHaveLength(2);
  latest().onopen?.();
  expect(changes).toEqual([null]);
});

test("after its end nothing is opened any more", () => {
  const { end } = subscribe();
  latest().onerror?.();
  end();
  vi.advanceTimersByTime(60_000);
  expect(FakeEventSource.opened).toHaveLength(1);
});
