import { shared } from "../context/shared.ts";
import { within } from "./timers.ts";

/** What a delivery does as its program ends. */
export interface Ending {
  /** Whether anything is to be delivered that was not tried in vain already. */
  hasMore(): boolean;
  /** Delivers what is left, for a bounded time. Never rejects. */
  flush(): Promise<unknown>;
  /** In place of `flush` where a signal is about to end the program. Never rejects. */
  killed?(): Promise<unknown>;
  /** The last moment: nothing asynchronous runs after it. */
  last(): void;
}

/**
 * Delivers at the end of a program, in each way that one ends, without changing how it does; gives what takes the hook out
 * again. On platforms without such events it does nothing; in a browser, what waits is sent when the page is hidden,
 * after which it may never be seen again.
 */
export function hookExit(ending: Ending): () => void {
  const { endings, listen } = hooks();
  if (endings.size === 0) hooks().unlisten = listen(allOf(endings));
  endings.add(ending);
  return () => {
    if (endings.delete(ending) && endings.size === 0) hooks().unlisten();
  };
}

/** One set of listeners for all deliveries: a second one would take the first for the application's own. */
const hooks = shared("exit", () => ({
  endings: new Set<Ending>(),
  // Edge runtimes have a `process` whose functions throw.
  listen: typeof globalThis.process?.versions?.node === "string" ? listenToProcess : listenToPage,
  unlisten: () => {},
}));

function allOf(endings: ReadonlySet<Ending>): Required<Ending> {
  return {
    hasMore: () => [...endings].some((ending) => ending.hasMore()),
    flush: () => Promise.all([...endings].map((ending) => ending.flush())),
    killed: () => Promise.all([...endings].map((ending) => ending.killed?.() ?? ending.flush())),
    last: () => {
      for (const ending of endings) ending.last();
    },
  };
}

function listenToProcess(ending: Required<Ending>): () => void {
  const { process } = globalThis;
  // Nothing is left to do. What is sent now keeps the program running, after which this event comes again.
  const beforeExit = () => {
    if (ending.hasMore()) void ending.flush();
  };
  const exit = () => ending.last();
  process.on("beforeExit", beforeExit);
  process.on("exit", exit);
  const unlisten = signals.map((signal) => listenToSignal(process, signal, ending));
  return () => {
    process.removeListener("beforeExit", beforeExit);
    process.removeListener("exit", exit);
    for (const stop of unlisten) stop();
  };
}

/** Those that end a program which does not handle them, as people, terminals and orchestrators send them. */
const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

/**
 * A listener takes the signal's own effect away. So where nobody else listens, the effect is brought about after the
 * flush; where somebody does, what happens is theirs to say, and `last` delivers what their `process.exit()` leaves. Ours
 * runs first and is gone while theirs run: some (signal-exit's) end the program when they are the only ones.
 */
function listenToSignal(process: NodeJS.Process, signal: NodeJS.Signals, ending: Required<Ending>): () => void {
  let listening = true;
  const listener = () => {
    process.removeListener(signal, listener);
    if (process.listenerCount(signal) > 0) {
      void ending.flush();
      setImmediate(() => listening && process.prependListener(signal, listener));
    } else {
      void within(ending.killed(), longestEndMs).finally(() => {
        ending.last(); // the signal's own effect has no "exit" event
        process.kill(process.pid, signal);
      });
    }
  };
  try {
    process.prependListener(signal, listener);
  } catch {
    return () => undefined; // a platform without this signal
  }
  return () => {
    listening = false;
    process.removeListener(signal, listener);
  };
}

/** Whatever the endings do: a signal ends the program within this time. */
const longestEndMs = 10_000;

function listenToPage(ending: Ending): () => void {
  const { document } = globalThis;
  if (typeof document?.addEventListener !== "function") return () => undefined;
  const listener = () => {
    if (document.visibilityState === "hidden" && ending.hasMore()) void ending.flush();
  };
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
