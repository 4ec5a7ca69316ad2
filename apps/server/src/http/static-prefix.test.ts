import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { withoutPrefix } from "./static-prefix.ts";

function behind(prefix: string, url: string): string | undefined {
  const request = { url } as IncomingMessage;
  withoutPrefix(prefix, () => {})(request, {} as ServerResponse);
  return request.url;
}

test.each([
  ["/p", "/p/v1/traces", "/v1/traces"],
  ["/p", "/p", "/"],
  ["/p", "/p/", "/"],
  ["/p", "/p?a=/p", "/?a=/p"],
  ["/p", "/p/traces?q=%2Fp", "/traces?q=%2Fp"],
  ["/p", "/p/p/x", "/p/x"],
  ["/p", "/p//v1/traces", "//v1/traces"],
  ["/team/a.b", "/team/a.b/health", "/health"],
])("below %s, %s is %s", (prefix, url, path) => {
  expect(behind(prefix, url)).toBe(path);
});

test.each(["/", "/health", "/v1/traces", "/people", "/p%2Fhealth", "/P/health", "/x/p/health", "/team?x=/p/y", "*"])(
  "%s, which is not below the prefix, is taken as it is",
  (url) => {
    expect(behind("/p", url)).toBe(url);
  },
);

test("without a prefix nothing is done to a request", () => {
  expect(behind("", "/p/health")).toBe("/p/health");
});
