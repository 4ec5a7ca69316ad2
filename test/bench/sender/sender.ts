import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answer } from "./send.ts";

export interface Setup {
  readonly url: string;
  readonly workload: string;
  /** Connections that each send one request after the other. */
  readonly senders: number;
  /** Spans a request. */
  readonly batch: number;
  readonly seed: number;
}

export interface Order {
  readonly send: number;
}

export interface Report {
  readonly seconds: number;
  readonly answers: readonly Answer[];
}

export interface Sender {
  /** Sends so many further requests; resolves when all are acknowledged. */
  send(requests: number): Promise<Report>;
  stop(): void;
}

/** Starts a sending process and waits until it has made its requests. */
export async function startSender(setup: Setup): Promise<Sender> {
  const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)));
  await ask(child, setup);
  return {
    send: (requests) => ask(child, { send: requests }),
    stop: () => void child.kill(),
  };
}

function ask(child: ChildProcess, message: Setup | Order): Promise<Report> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the sender ended with ${code}`));
    child.once("exit", ended);
    child.once("message", (report: Report) => {
      child.off("exit", ended);
      resolve(report);
    });
    child.send(message);
  });
}
