import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import protobuf from "protobufjs";
import descriptorProto from "protobufjs/google/protobuf/descriptor.json" with { type: "json" };

/** Every `.proto` file below `root`, parsed and with its references resolved. */
export interface Protos {
  readonly root: protobuf.Root;
  /** In path order; `path` is relative to the folder, without `.proto`. */
  readonly files: readonly ProtoFile[];
}

export interface ProtoFile {
  readonly path: string;
  readonly messages: readonly protobuf.Type[];
  readonly enums: readonly protobuf.Enum[];
  readonly services: readonly protobuf.Service[];
}

export function parseProtos(folder: string): Protos {
  // What options of fields extend; protobufjs has it, but not under its name.
  protobuf.common("descriptor", descriptorProto.nested.google.nested.protobuf.nested);
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(folder, relative(folder, join(folder, target)));
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".proto"))
    .sort();
  for (const path of paths) {
    root.loadSync(path, { keepCase: true, alternateCommentMode: true });
  }
  root.resolveAll();
  const files = paths.map((path): ProtoFile => {
    const file: { messages: protobuf.Type[]; enums: protobuf.Enum[]; services: protobuf.Service[] } = {
      messages: [],
      enums: [],
      services: [],
    };
    collect(root, join(folder, path), file);
    return { path: path.replace(/\.proto$/, ""), ...file };
  });
  return { root, files };
}

function collect(
  parent: protobuf.NamespaceBase,
  filename: string,
  file: { messages: protobuf.Type[]; enums: protobuf.Enum[]; services: protobuf.Service[] },
): void {
  for (const item of parent.nestedArray) {
    const here = item.filename === filename;
    if (item instanceof protobuf.Type) {
      if (here) file.messages.push(item);
    } else if (item instanceof protobuf.Enum) {
      if (here) file.enums.push(item);
    } else if (item instanceof protobuf.Service) {
      if (here) file.services.push(item);
    }
    if (item instanceof protobuf.Namespace) collect(item, filename, file);
  }
}
