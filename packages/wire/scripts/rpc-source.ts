import { posix } from "node:path";
import type protobuf from "protobufjs";
import { nameOf } from "./message-source.ts";
import type { ProtoFile } from "./parse-proto.ts";

/** An rpc of the REST API: its name as the route table has it, and its messages. */
export interface Rpc {
  readonly name: string;
  readonly comment: string | null;
  readonly request: protobuf.Type;
  readonly response: protobuf.Type;
}

/** All rpcs that are served over REST, in the order of the `.proto` files. OTLP's are not among them. */
export function restRpcs(files: readonly ProtoFile[]): Rpc[] {
  return files
    .filter((file) => !file.path.startsWith("otlp/"))
    .flatMap((file) => file.services)
    .flatMap((service) => service.methodsArray)
    .map((method) => ({
      name: method.name[0]!.toLowerCase() + method.name.slice(1),
      comment: method.comment,
      request: method.resolvedRequestType!,
      response: method.resolvedResponseType!,
    }));
}

/** The table from which the types of handlers and clients follow. */
export function rpcSource(files: readonly ProtoFile[]): string {
  const rpcs = restRpcs(files);
  const used = new Set(rpcs.flatMap(({ request, response }) => [request, response]));
  const imports = files
    .map((file) => ({
      file,
      names: file.messages
        .filter((type) => used.has(type))
        .map(nameOf)
        .sort(),
    }))
    .filter(({ names }) => names.length > 0)
    .map(
      ({ file, names }) =>
        `import { ${names.join(", ")} } from ${JSON.stringify(`./${posix.normalize(file.path)}.ts`)};`,
    );
  const rows = rpcs.map(
    ({ name, request, response }) => `  ${name}: { request: ${nameOf(request)}, response: ${nameOf(response)} },`,
  );
  return [
    "// Generated from the services in proto/ by packages/wire/scripts/generate.ts. Change the .proto, not this file.",
    ...imports,
    "",
    "export const rpcs = {",
    ...rows,
    "} as const;",
    "",
  ].join("\n");
}
