import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** A program that a test started, with all it said. */
export interface RunningProgram {
  readonly pid: number;
  /** Both streams as they came. */
  output(): string;
  /** Resolves with the exit code (null: ended by a signal). */
  readonly exited: Promise<number | null>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** SIGTERM, and SIGKILL if that was not enough in time. */
  stop(graceMs?: number): Promise<void>;
}

export interface ProgramOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly uid?: number;
  readonly gid?: number;
  /** Signals go to what it started as well: it ends without ending that, and that would keep its output open. */
  readonly withChildren?: boolean;
}

export function startProgram(
  command: string,
  args: readonly string[],
  { env = {}, cwd, uid, gid, withChildren = false }: ProgramOptions = {},
): RunningProgram {
  const child = spawn(command, args, {
    cwd,
    uid,
    gid,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: withChildren,
  });
  const signal = (name: NodeJS.Signals): void => {
    if (!withChildren || child.pid === undefined) child.kill(name);
    else
      try {
        process.kill(-child.pid, name);
      } catch {
        // All of the group have ended.
      }
  };
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  const exited = ended(child, (line) => chunks.push(Buffer.from(line)));
  const pid = child.pid ?? -1;
  return {
    pid,
    output: () => Buffer.concat(chunks).toString("utf8"),
    exited,
    async kill() {
      signal("SIGKILL");
      await exited;
    },
    async stop(graceMs = 20_000) {
      signal("SIGTERM");
      const late = new AbortController();
      await Promise.race([exited, sleep(graceMs, undefined, { signal: late.signal }).catch(() => undefined)]);
      late.abort();
      signal("SIGKILL");
      await exited;
    },
  };
}

/** Runs a program to its end and gives what it wrote to standard output; throws with its last words if it failed. */
export async function runProgram(
  command: string,
  args: readonly string[],
  { env = {}, cwd }: ProgramOptions = {},
): Promise<string> {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const code = await ended(child, (line) => errors.push(Buffer.from(line)));
  const output = Buffer.concat(out).toString("utf8");
  if (code === 0) return output;
  const lastWords = `${output}\n${Buffer.concat(errors).toString("utf8")}`.slice(-6_000);
  throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${lastWords}`);
}

function ended(child: ChildProcess, note: (line: string) => void): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      note(`${error.message}\n`);
      resolve(-1);
    });
    child.once("close", (code) => resolve(code));
  });
}
