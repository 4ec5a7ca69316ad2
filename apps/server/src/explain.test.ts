import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SchemaError } from "@spanloom/store";
import { expect, test } from "vitest";
import { UsageError } from "./config/load.ts";
import { explain } from "./explain.ts";
import { listenHttp } from "./http/listen.ts";

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`it says ${code}`), { code, ...more });

test.each([
  [new UsageError("There is no option --prot."), /^There is no option --prot\.$/],
  [new SchemaError("Run spanloom db upgrade."), /^Run spanloom db upgrade\.$/],
  [withCode("EACCES", { port: 80, address: "127.0.0.1" }), /port 80.*--port/],
  [withCode("EACCES", { path: "/root/x" }), /\/root\/x.*--data-dir/],
  [withCode("ENOTDIR", { path: "/etc/passwd" }), /\/etc\/passwd is not a directory.*--data-dir/],
  [withCode("EADDRNOTAVAIL", { address: "10.1.1.1" }), /10\.1\.1\.1.*--host/],
  [withCode("ECONNREFUSED"), /Cannot reach Postgres.*--backend-store-uri/],
  [withCode("28P01"), /refused the connection.*--backend-store-uri/],
])("%s is one sentence that names the option", (error, sentence) => {
  expect(explain(error)).toMatch(sentence);
  expect(explain(error)).not.toContain("\n");
});

test("a taken port is named", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as AddressInfo;
  const attempt = listenHttp({ host: "127.0.0.1", port, requestTimeoutMs: 1000, handle: () => {} });
  const error = await attempt.catch((error) => error);
  expect(explain(error)).toBe(
    `Port ${port} of 127.0.0.1 is taken. Stop what listens there, or choose another with --port.`,
  );
  taken.close();
});

test("a bug keeps its stack", () => {
  expect(explain(new TypeError("x is not a function"))).toBeUndefined();
});
