import { dirname, relative } from "node:path/posix";
import protobuf from "protobufjs";
import type { ProtoFile } from "./parse-proto.ts";

/** The TypeScript of one `.proto` file: an interface and a descriptor a message, a type and its numbers an enum. */
export function messageSource(file: ProtoFile, all: readonly ProtoFile[]): string {
  const needs = new Map<string, Set<string>>();
  const body = [
    ...file.enums.map((type) => enumSource(type, file)),
    ...file.messages.map((type) => messageText(type, file, all, needs)),
  ].join("\n\n");
  const imports = [...needs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, names]) => `import { ${[...names].sort().join(", ")} } from ${JSON.stringify(path)};`);
  const descriptor = relative(dirname(`messages/${file.path}`), "codec/descriptor.ts");
  const used = [
    file.enums.length > 0 && "type EnumType",
    file.messages.length > 0 && "type MessageType",
    file.messages.length > 0 && "message",
  ].filter(Boolean);
  return [
    `// Generated from proto/${file.path}.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.`,
    `import { ${used.join(", ")} } from ${JSON.stringify(descriptor)};`,
    ...imports,
    "",
    body,
    "",
  ].join("\n");
}

/** `ListTraces.Response` is `ListTracesResponse` in TypeScript, and `Span.SpanKind` is `SpanKind`. */
export function nameOf(type: protobuf.ReflectionObject): string {
  const parent = type.parent;
  if (!(parent instanceof protobuf.Type)) return type.name;
  const outer = nameOf(parent);
  return type.name.startsWith(outer) ? type.name : outer + type.name;
}

/** Packages whose messages are OTLP's own, and ours. The rest is MLflow's tracking API. */
export function styleOf(file: ProtoFile): "camel" | "snake" | "complete" {
  if (file.path.startsWith("otlp/")) return "camel";
  return file.path.startsWith("spanloom/") ? "complete" : "snake";
}

function enumSource(type: protobuf.Enum, file: ProtoFile): string {
  const name = nameOf(type);
  const names = Object.keys(type.values).map((value) => JSON.stringify(value));
  const shape = styleOf(file) === "camel" ? "number" : names.join(" | ");
  return [
    ...docComment(type.comment, ""),
    `export type ${name} = ${shape};`,
    `export const ${name}: EnumType = { name: ${JSON.stringify(fullName(type))}, values: ${JSON.stringify(type.values)} };`,
  ].join("\n");
}

function messageText(
  type: protobuf.Type,
  file: ProtoFile,
  all: readonly ProtoFile[],
  needs: Map<string, Set<string>>,
): string {
  const name = nameOf(type);
  const style = styleOf(file);
  const fields = type.fieldsArray.slice().sort((a, b) => a.id - b.id);
  const reference = (target: protobuf.ReflectionObject): string => {
    const home = all.find(
      ({ messages, enums }) => messages.some((m) => m === target) || enums.some((e) => e === target),
    );
    if (home === undefined) throw new Error(`${fullName(target)} is in no .proto file`);
    if (home !== file) {
      const path = `./${relative(dirname(file.path) || ".", home.path)}.ts`.replace("./../", "../");
      needs.set(path, (needs.get(path) ?? new Set()).add(nameOf(target)));
    }
    return nameOf(target);
  };
  const properties = fields.flatMap((field) => {
    const key = style === "camel" ? camelCase(field.name) : field.name;
    return [
      ...docComment(field.comment, "  "),
      `  ${key}${cardinalityOf(field) === "optional" ? "?" : ""}: ${typeScriptOf(field, style, reference)};`,
    ];
  });
  const rows = fields.map((field) => `  ${rowOf(field, reference)},`);
  const body = rows.length === 0 ? "[]" : `[\n${rows.join("\n")}\n]`;
  const readAsNamed = fields
    .filter((field) => isRequired(field) || isOlderName(field))
    .map(({ name }) => JSON.stringify(name));
  return [
    ...docComment(type.comment, ""),
    properties.length === 0
      ? `export type ${name} = Record<string, never>;`
      : `export interface ${name} {\n${properties.join("\n")}\n}`,
    `export const ${name}: MessageType<${name}${style === "complete" ? ', "complete"' : ""}> = message(${JSON.stringify(fullName(type))}, "${style}", () => ${body}${readAsNamed.length === 0 ? "" : `, [${readAsNamed.join(", ")}]`});`,
  ].join("\n");
}

type Reference = (target: protobuf.ReflectionObject) => string;

function rowOf(field: protobuf.Field, reference: Reference): string {
  const row = [String(field.id), JSON.stringify(field.name), JSON.stringify(kindOf(field))];
  const cardinality = cardinalityOf(field);
  const target = isWellKnown(field) ? null : field.resolvedType;
  if (cardinality !== "one" || target) row.push(JSON.stringify(cardinality));
  if (target) row.push(reference(target));
  return `[${row.join(", ")}]`;
}

export function cardinalityOf(field: protobuf.Field): "one" | "optional" | "repeated" | "map" {
  if (field instanceof protobuf.MapField) return "map";
  if (field.repeated) return "repeated";
  const isMessage = isWellKnown(field) || field.resolvedType instanceof protobuf.Type;
  return field.hasPresence || field.partOf || isMessage ? "optional" : "one";
}

/** `[(required) = true]`, see proto/tracking/required.proto. */
export const isRequired = (field: protobuf.Field): boolean => field.getOption("(required)") === true;

/** `[(older_name) = true]`, of the same file. */
const isOlderName = (field: protobuf.Field): boolean => field.getOption("(older_name)") === true;

/** Map keys are always strings here; the kind is the value's. */
function kindOf(field: protobuf.Field): string {
  const wellKnown = wellKnownKinds[field.type];
  if (wellKnown) return wellKnown;
  if (field.resolvedType instanceof protobuf.Type) return "message";
  if (field.resolvedType instanceof protobuf.Enum) return "enum";
  if (!scalars.includes(field.type))
    throw new Error(`${fullName(field)}: the codecs do not know ${field.type} (codec/descriptor.ts)`);
  return field.type === "int64" && field.getOption("jstype") === "JS_NUMBER" ? "number64" : field.type;
}

const scalars: readonly string[] = "double int32 int64 uint32 fixed32 fixed64 bool string bytes".split(" ");

const wellKnownKinds: Readonly<Record<string, string>> = {
  "google.protobuf.Value": "value",
  "google.protobuf.Struct": "value",
  "google.protobuf.ListValue": "value",
  "google.protobuf.Timestamp": "timestamp",
  "google.protobuf.Duration": "duration",
};

const isWellKnown = (field: protobuf.Field): boolean => field.type in wellKnownKinds;

function typeScriptOf(field: protobuf.Field, style: string, reference: Reference): string {
  const kind = kindOf(field);
  const one =
    kind === "message"
      ? reference(field.resolvedType!)
      : kind === "enum"
        ? style === "camel"
          ? "number"
          : reference(field.resolvedType!)
        : scalarType(kind, style);
  const cardinality = cardinalityOf(field);
  if (cardinality === "map") return `Record<string, ${one}>`;
  return cardinality === "repeated" ? `${one.includes(" ") ? `(${one})` : one}[]` : one;
}

function scalarType(kind: string, style: string): string {
  if (kind === "bool") return "boolean";
  if (kind === "bytes") return "Uint8Array";
  if (kind === "value") return "unknown";
  if (kind === "string" || kind === "timestamp" || kind === "duration") return "string";
  if (kind === "number64" || !kind.endsWith("64")) return "number";
  return style === "camel" ? "bigint" : "number | bigint";
}

function docComment(comment: string | null, indent: string): string[] {
  if (!comment) return [];
  const lines = comment.replaceAll("*/", "*\\/").split("\n");
  if (lines.length === 1) return [`${indent}/** ${lines[0]} */`];
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`];
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

const fullName = (type: protobuf.ReflectionObject): string => type.fullName.slice(1);
