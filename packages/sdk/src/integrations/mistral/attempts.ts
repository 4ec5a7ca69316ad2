import { currentScope } from "../../context/scope.ts";
import type { LiveSpan } from "../../span/live-span.ts";
import { recordAttempt } from "../shared/attempts.ts";

/** What all resources of one client share: functions around every attempt. */
interface Hooks {
  registerBeforeRequestHook(hook: { beforeRequest(context: unknown, request: Request): Request }): void;
  registerAfterSuccessHook(hook: { afterSuccess(context: unknown, response: Response): Response }): void;
  registerAfterErrorHook(hook: {
    afterError(context: unknown, response: Response | null, error: unknown): object;
  }): void;
}

/**
 * Counts the attempts of each call. The client says which answer an attempt had, and nothing where it had none: then the
 * next one begins while this one is still open.
 */
export function hookAttempts(given: unknown): void {
  if (!isHooks(given) || hooked.has(given)) return;
  hooked.add(given);
  const open = new WeakSet<LiveSpan>();
  const answered = (response: Response | null) => {
    const { span } = currentScope();
    if (span !== undefined) open.delete(span);
    recordAttempt({ "http.response.status_code": response?.status });
  };
  given.registerBeforeRequestHook({
    beforeRequest(_, request) {
      const { span } = currentScope();
      if (span !== undefined && open.has(span)) recordAttempt({ "error.type": "ConnectionError" });
      if (span !== undefined) open.add(span);
      return request;
    },
  });
  given.registerAfterSuccessHook({
    afterSuccess(_, response) {
      answered(response);
      return response;
    },
  });
  given.registerAfterErrorHook({
    afterError(_, response, error) {
      answered(response);
      return { response, error };
    },
  });
}

const hooked = new WeakSet<object>();

function isHooks(value: unknown): value is Hooks {
  const names = ["registerBeforeRequestHook", "registerAfterSuccessHook", "registerAfterErrorHook"];
  return (
    typeof value === "object" &&
    value !== null &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === "function")
  );
}
