import { describe, expect, test } from "vitest";
import { artifactPath, joinPaths } from "./artifact-path.ts";

describe("artifactPath", () => {
  test.each([
    ["", ""],
    ["a/b.txt", "a/b.txt"],
    ["a//b/./c/", "a/b/c"],
    ["a%20b", "a b"],
    ["a%2520b", "a b"],
    ["a%2Fb", "a/b"],
    ["100%.txt", "100%.txt"],
    ["%e2%82%ac", "€"],
    ["a\nb", "a%0ab"],
    ["a%0Ab", "a%0ab"],
    ["a%250Ab", "a%0ab"],
    ["..a/b..", "..a/b.."],
    ["...", "..."],
    ["a:b", "a:b"],
    ["a\\b", "a\\b"],
  ])("%j is %j", (text, path) => {
    expect(artifactPath(text)).toBe(path);
    expect(artifactPath(path)).toBe(path);
    expect(joinPaths(artifactPath(text), artifactPath("x"))).toBe(path === "" ? "x" : `${path}/x`);
  });

  test.each(
    [
      "..",
      "../x",
      "a/../../x",
      "a/..",
      "%2e%2e/x",
      "%2e%2e%2fx",
      "%252e%252e%252fx",
      "a/%25252e%25252e/x",
      ".%2e/x",
      "%0a/../x",
      "..%0a/../x",
      "..\\x",
      "a\\..\\..\\x",
      "..%5cx",
      "/etc/passwd",
      "//etc/passwd",
      "%2fetc/passwd",
      "%252fetc",
      "C:\\Windows",
      "c:/Windows",
      "C%3A%5CWindows",
      "\\\\server\\share\\x",
      "%5c%5cserver%5cshare",
      "file:///etc/passwd",
      "file:etc",
      "FILE:/x",
      "a#b",
      "a%23b",
      "\0",
      "a%00b",
      "a%2500b",
      "\ud800",
      "x".repeat(256),
      "ü".repeat(128),
      Array.from({ length: 400 }, () => "12345678").join("/"),
      `%${"25".repeat(12)}2e`,
    ].map((text) => [text]),
  )("%j leads to nothing", (text) => {
    expect(() => artifactPath(text)).toThrow(expect.objectContaining({ problem: "invalid-path" }));
  });
});
