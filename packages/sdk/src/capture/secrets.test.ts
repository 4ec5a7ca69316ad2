import { expect, test } from "vitest";
import { capture } from "./capture.ts";
import { isSecretKey, maskSecrets } from "./secrets.ts";

test.each([
  "password",
  "apiKey",
  "api_key",
  "X-API-Key",
  "OPENAI_API_KEY",
  "Authorization",
  "access_token",
  "clientSecret",
  "Set-Cookie",
  "private_key",
])("%s is a secret", (key) => {
  expect(isSecretKey(key)).toBe(true);
  expect(capture({ [key]: "v", n: { [key]: { a: 1 } } }, { maxBytes: 1000, redact: maskSecrets })).toBe(
    `{"${key}":"[masked]","n":{"${key}":"[masked]"}}`,
  );
});

test.each([
  "tokens",
  "maxTokens",
  "max_tokens",
  "inputTokens",
  "token_count",
  "cookies_eaten",
  "keyboard",
  "secretary",
  "author",
])("%s is none", (key) => {
  expect(isSecretKey(key)).toBe(false);
});

test.each([
  ["use sk-proj-abcdefghijklmnopqrstuvwx now", "use [masked] now"],
  ["Authorization: Bearer abcdefghijklmnop.qrstuv==", "Authorization: [masked]"],
  ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N", "[masked]"],
  ["-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----", "[masked]"],
  ["AKIAIOSFODNN7EXAMPLE and ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[masked] and [masked]"],
  ["a task-list and the bearer of news", "a task-list and the bearer of news"],
])("in texts: %s", (text, expected) => {
  expect(maskSecrets(text, [])).toBe(expected);
});
