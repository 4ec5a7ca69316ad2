import { Worker } from "node:worker_threads";
import type { Db } from "../postgres/db.ts";
import { type WaitingContent, waitingContent } from "./build.ts";

export interface BuildOrder {
  readonly connectionString: string;
  readonly untilMs: number;
}

export interface BuildReport {
  readonly blocks: number;
}

/** Keeps the content index up, in a thread that lives only while there is something to do. */
export class ContentIndexer {
  readonly #db: Db;
  readonly #connectionString: string;
  #isBehind = false;

  constructor(db: Db, connectionString: string) {
    this.#db = db;
    this.#connectionString = connectionString;
  }

  /** Whether more was waiting, when last looked, than a search can read within its time. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** Looks at how much waits for a block. */
  async look(): Promise<WaitingContent> {
    const waiting = await waitingContent(this.#db);
    this.#isBehind = waiting.isTooMuch;
    return waiting;
  }

  /** Makes blocks of what was stored since the last one, until nothing is left or the time is over; resolves to how many. */
  async build(budgetMs: number): Promise<number> {
    if (!(await this.look()).isEnough) return 0; // a thread costs more than the question
    const workerData: BuildOrder = { connectionString: this.#connectionString, untilMs: Date.now() + budgetMs };
    const file = import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js";
    const thread = new Worker(new URL(file, import.meta.url), { workerData, resourceLimits });
    return new Promise((resolve, reject) => {
      let blocks = 0;
      thread.once("message", (report: BuildReport) => {
        blocks = report.blocks;
      });
      thread.once("error", reject);
      thread.once("exit", () => resolve(blocks));
    });
  }
}

/** What the thread holds lives for one chunk: a large young generation would only keep memory from the system. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };
