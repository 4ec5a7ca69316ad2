import { diag } from "@opentelemetry/api";
import { shared } from "./context/shared.ts";

/**
 * Runs tracing code that must never throw into the application: a fault is reported through OpenTelemetry's `diag`, once
 * per place, and `fallback` is returned instead.
 */
export function safely<T>(where: string, run: () => T, fallback: T): T {
  try {
    return run();
  } catch (fault) {
    reportOnce(where, fault);
    return fallback;
  }
}

/** Tells `diag` of a fault, the first time that it happens at this place; a hot loop must not flood the log. */
export function reportOnce(where: string, fault: unknown): void {
  try {
    if (reported().has(where)) return;
    reported().add(where);
    diag.error(`@spanloom/sdk: ${where} failed, tracing goes on without it; told once`, fault);
  } catch {
    // A diag logger that throws is the user's own; there is nobody left to tell.
  }
}

const reported = shared("reported", () => new Set<string>());
