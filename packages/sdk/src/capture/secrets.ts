import type { CapturePath } from "./capture.ts";

/**
 * A `redact` hook that masks what is obviously a secret: values under keys such as `password`, `apiKey` or
 * `authorization`, and within texts the keys of well-known providers, bearer tokens, JSON web tokens and private keys.
 *
 * @example
 * ```ts
 * import { init, maskSecrets } from "@spanloom/sdk";
 *
 * init({ redact: maskSecrets });
 * ```
 */
export function maskSecrets(value: unknown, path: CapturePath): unknown {
  const key = path.at(-1);
  if (typeof key === "string" && isSecretKey(key) && value !== undefined && value !== null) return "[masked]";
  return typeof value === "string" ? value.replace(secretText, "[masked]") : value;
}

/** Whether a key names a secret: `apiKey`, `api_key`, `x-api-key` and `API-KEY` alike. */
export function isSecretKey(key: string): boolean {
  return key.length < 40 && secretKey.test(key.replaceAll(/[^a-z0-9]/gi, ""));
}

const secretKey =
  /^(?:x?(?:[a-z]+)?apikey|(?:proxy)?authorization|(?:set)?cookie|passwo?r?d|passphrase|(?:client|app)?secret(?:key|accesskey)?|(?:access|refresh|auth|id|session|bearer|csrf|api)?token|privatekey|connectionstring|credentials?)$/i;

/** Forms that are published by those who give the keys out, so that scanners find them. */
const secretText =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----|\bBearer\s+[\w.~+/-]{16,}=*|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bsk-[\w-]{20,}|\bgh[pousr]_\w{30,}|\bgithub_pat_\w{30,}|\bxox[abeoprs]-[\w-]{10,}|\bAKIA[A-Z0-9]{16}\b|\bAIza[\w-]{35}\b|\bhf_\w{30,}|\bglpat-[\w-]{20,}/g;
