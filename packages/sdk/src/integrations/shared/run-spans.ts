import { activeSpan } from "../../span/active-span.ts";
import type { LiveSpan, SpanEnd, SpanOptions } from "../../span/live-span.ts";
import { startSpan } from "../../span/start-span.ts";

/** How many runs may be open at once; past that the oldest is given up, so that runs that never end cost no memory. */
const mostOpen = 10_000;

interface Run {
  readonly id: string;
  readonly span: LiveSpan;
  readonly parentId: string | undefined;
  /** Those that have not ended. */
  readonly children: Set<string>;
}

/**
 * The spans of a framework that tells of its runs by ids, start and end apart.
 *
 * A run's parent is the one that the framework names, unless the application has opened a span of its own in between
 * (`trace()` inside a tool that calls the framework again): then it is that one.
 */
export class RunSpans {
  readonly #open = new Map<string, Run>();
  /** Runs without a span, with their parents. */
  readonly #hidden = new Map<string, string | undefined>();

  start(id: string, below: string | undefined, options: SpanOptions): LiveSpan {
    const parentId = this.#visible(below);
    const named = this.get(parentId);
    const active = activeSpan();
    const outside = active !== undefined && surroundings.has(active) ? surroundings.get(active) : active;
    const parent = named !== undefined && surroundings.get(named) === outside ? named : active;
    const span = startSpan({ ...options, ...(parent === undefined ? {} : { parent }) });
    surroundings.set(span, outside);
    this.#open.set(id, { id, span, parentId, children: new Set() });
    if (parentId !== undefined) this.#open.get(parentId)?.children.add(id);
    if (this.#open.size > mostOpen) this.#giveUp(this.#open.keys().next().value!);
    return span;
  }

  /** A run that gets no span: what is below it belongs to what is above it. */
  hide(id: string, parentId: string | undefined): void {
    this.#hidden.set(id, parentId);
    if (this.#hidden.size > mostOpen) this.#hidden.delete(this.#hidden.keys().next().value!);
  }

  /** The span of a run that is open; of a hidden one, the span above it. */
  get(id: string | undefined | null): LiveSpan | undefined {
    const visible = this.#visible(id ?? undefined);
    return visible === undefined ? undefined : this.#open.get(visible)?.span;
  }

  /** The spans from the run's parent up to the root, as far as they are open. */
  above(id: string): readonly LiveSpan[] {
    const spans = new Set<LiveSpan>();
    for (let run = this.#parentOf(id); run !== undefined && !spans.has(run.span); run = this.#parentOf(run.id))
      spans.add(run.span);
    return [...spans];
  }

  isHidden(id: string): boolean {
    return this.#hidden.has(id);
  }

  /** Ends the run's span, if it is open. With a run that has no open parent all that is still open below it ends, too. */
  end(id: string, end?: SpanEnd): void {
    if (this.#hidden.delete(id)) return;
    const run = this.#take(id);
    if (run === undefined) return;
    if (run.parentId === undefined || !this.#open.has(run.parentId))
      for (const child of run.children) this.#giveUp(child);
    run.span.end(end);
  }

  /** The framework never said how it ended. */
  #giveUp(id: string): void {
    const run = this.#take(id);
    if (run === undefined) return;
    for (const child of run.children) this.#giveUp(child);
    run.span.addEvent("spanloom.unfinished").end();
  }

  #parentOf(id: string): Run | undefined {
    const parent = this.#visible(this.#open.get(id)?.parentId);
    return parent === undefined ? undefined : this.#open.get(parent);
  }

  #visible(id: string | undefined): string | undefined {
    let at = id;
    // Hidden runs stand at most a few deep; a framework that lost its way must not hold up the application.
    for (let steps = 0; at !== undefined && this.#hidden.has(at); steps++)
      at = steps < 100 ? this.#hidden.get(at) : undefined;
    return at;
  }

  #take(id: string): Run | undefined {
    const run = this.#open.get(id);
    if (run === undefined) return undefined;
    this.#open.delete(id);
    if (run.parentId !== undefined) this.#open.get(run.parentId)?.children.delete(id);
    return run;
  }
}

/** By each span of a framework's run, the application's own active span at its start. */
const surroundings = new WeakMap<LiveSpan, LiveSpan | undefined>();
