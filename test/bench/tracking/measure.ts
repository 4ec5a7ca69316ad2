import { percentile } from "../report.ts";

/** A call of a server that is made again and again. */
export interface Call {
  /** So many are under way at a time. */
  readonly clients: number;
  /** Is told its number and its client's; resolves to the answer. */
  readonly ask: (at: number, client: number) => Promise<string>;
  /** Throws where the answer is not the right one. It is not on the clock. */
  readonly check: (answer: string) => void;
}

/** How long calls took, in ms, and how many came a second. */
export interface Measured {
  readonly p50: number;
  readonly p95: number;
  readonly perSecond: number;
  /** Processor time a call, in ms: what `processorSeconds` of the side counted. */
  readonly processorMs: readonly number[];
}

/** A call, how often it is made, and counters of processor time in seconds that it moves. */
export interface Side {
  readonly call: Call;
  readonly count: number;
  readonly processorSeconds?: () => Promise<readonly number[]>;
}

export async function measure(call: Call, count: number): Promise<Measured> {
  const [measured] = await measureInTurns([{ call, count }], 1);
  return measured!;
}

/**
 * Makes each side's calls, the sides in turns: what else the machine does meanwhile meets all of them. What warms up, a
 * tenth more of each, is not counted.
 */
export async function measureInTurns(sides: readonly Side[], turns: number): Promise<Measured[]> {
  const runs = sides.map((side) => new Run(side));
  for (const run of runs) await run.warmUp();
  for (let turn = 0; turn < turns; turn++) {
    for (const run of runs) await run.makeTurn(turns);
  }
  return runs.map((run) => run.measured());
}

class Run {
  readonly #side: Side;
  readonly #times: number[] = [];
  #processorMs: readonly number[] = [];
  #made = 0;

  constructor(side: Side) {
    this.#side = side;
  }

  async warmUp(): Promise<void> {
    await this.#make(Math.ceil(this.#side.count / 10));
  }

  async makeTurn(turns: number): Promise<void> {
    const { count, processorSeconds = async () => [] } = this.#side;
    const before = await processorSeconds();
    this.#times.push(...(await this.#make(Math.ceil(count / turns))));
    const after = await processorSeconds();
    this.#processorMs = after.map((seconds, at) => (this.#processorMs[at] ?? 0) + (seconds - before[at]!) * 1_000);
  }

  measured(): Measured {
    const times = this.#times;
    const sum = times.reduce((total, time) => total + time, 0);
    return {
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      // Every client makes its next call at once, but for the checks.
      perSecond: (this.#side.call.clients * times.length * 1_000) / sum,
      processorMs: this.#processorMs.map((ms) => ms / times.length),
    };
  }

  async #make(count: number): Promise<number[]> {
    const { clients, ask, check } = this.#side.call;
    const times: number[] = [];
    const end = this.#made + count;
    const work = async (client: number) => {
      while (this.#made < end) {
        const at = this.#made++;
        const start = performance.now();
        const answer = await ask(at, client);
        times.push(performance.now() - start);
        check(answer);
      }
    };
    await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
    return times;
  }
}
