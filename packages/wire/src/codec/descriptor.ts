/** What a `.proto` file says about a message, in the form that the codecs run on. Generated code makes these. */
export interface MessageType<T = unknown, Style extends MessageStyle = MessageStyle> {
  /** Full name, such as `opentelemetry.proto.trace.v1.Span`. */
  readonly name: string;
  /** Answers carry every field, even at its default value, so that a reader needs no codec (our own API). */
  readonly complete: boolean;
  readonly fields: readonly Field[];
  /** Fields that are read under their own name only, see proto/tracking/required.proto. */
  readonly readAsNamed: readonly string[];
  field(no: number): Field | undefined;
  /** Finds a field by either spelling, `snake_case` or `lowerCamelCase`. */
  fieldNamed(name: string): Field | undefined;
  /** Exists in types only: ties the descriptor to its interface. */
  readonly shape?: T;
  /** In types only, too: a reader without codec can rely on every field of a `complete` message. */
  readonly style?: Style;
}

export interface EnumType {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

/** The scalars that our protos use. A further one needs a line in each codec. */
export type ScalarKind = "double" | "int32" | "int64" | "uint32" | "fixed32" | "fixed64" | "bool" | "string" | "bytes";

/**
 * `number64` is an int64 marked `jstype = JS_NUMBER`: within 2^53 by its meaning, so a plain number.
 * `value`, `timestamp` and `duration` are google.protobuf's JSON-like types; they exist in REST JSON only.
 */
export type FieldKind = ScalarKind | "number64" | "enum" | "message" | "value" | "timestamp" | "duration";

/** `one` has a default and no presence; `optional` (and every single message) is absent until set. */
export type Cardinality = "one" | "optional" | "repeated" | "map";

export interface Field {
  readonly no: number;
  /** As in the `.proto`: snake_case. */
  readonly name: string;
  /** lowerCamelCase. */
  readonly jsonName: string;
  /** The property of the TypeScript interface: `jsonName` in OTLP messages, else `name`. */
  readonly key: string;
  readonly kind: FieldKind;
  readonly cardinality: Cardinality;
  readonly message: MessageType | undefined;
  readonly enum: EnumType | undefined;
  /** The enum's value in TypeScript is its name (REST) and not its number (OTLP). */
  readonly enumNames: boolean;
}

/** One field as generated code writes it: number, name, kind, cardinality, and the message or enum type. */
export type FieldRow = readonly [
  no: number,
  name: string,
  kind: FieldKind,
  cardinality?: Cardinality,
  type?: MessageType | EnumType,
];

/** `camel`: OTLP's property names; `snake`: MLflow's, unset fields omitted; `complete`: ours, every field written. */
export type MessageStyle = "camel" | "snake" | "complete";

/** Describes a message. The rows are asked for at first use, so messages may refer to each other in any order. */
export function message<T, Style extends MessageStyle = MessageStyle>(
  name: string,
  style: Style,
  rows: () => readonly FieldRow[],
  readAsNamed: readonly string[] = [],
): MessageType<T, Style> {
  let index: Index | undefined;
  const get = (): Index => {
    index ??= indexOf(rows().map((row) => fieldOf(row, style)));
    return index;
  };
  return {
    name,
    complete: style === "complete",
    readAsNamed,
    get fields() {
      return get().fields;
    },
    field: (no) => get().byNumber[no] ?? undefined,
    fieldNamed: (fieldName) => get().byName.get(fieldName),
  };
}

interface Index {
  readonly fields: readonly Field[];
  readonly byNumber: readonly (Field | undefined)[];
  readonly byName: ReadonlyMap<string, Field>;
}

function indexOf(fields: readonly Field[]): Index {
  const byNumber: (Field | undefined)[] = new Array(Math.max(0, ...fields.map((field) => field.no)) + 1).fill(
    undefined,
  );
  const byName = new Map<string, Field>();
  for (const field of fields) {
    byNumber[field.no] = field;
    byName.set(field.name, field);
    byName.set(field.jsonName, field);
  }
  return { fields, byNumber, byName };
}

function fieldOf([no, name, kind, cardinality = "one", type]: FieldRow, style: MessageStyle): Field {
  const jsonName = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return {
    no,
    name,
    jsonName,
    key: style === "camel" ? jsonName : name,
    kind,
    cardinality,
    message: type !== undefined && "field" in type ? type : undefined,
    enum: type !== undefined && "values" in type ? type : undefined,
    enumNames: style !== "camel",
  };
}

/** A message to be encoded: every field may be left out. */
export type Init<T, OrList = never> = T extends Uint8Array | string | number | bigint | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Init<Item, OrList>[] | OrList
    : T extends object
      ? { readonly [Key in keyof T]?: Init<T[Key], OrList> | undefined }
      : T;

/**
 * A message as it stands in an answer's JSON, for a reader without codec. MLflow's and OTLP's messages leave out what is
 * unset, empty lists too; their names are snake_case, bytes are base64, and an enum is its name (typed as a number where
 * the message is OTLP's).
 */
export type Received<T> = T extends Uint8Array
  ? string
  : T extends bigint
    ? number | bigint
    : T extends readonly (infer Item)[]
      ? Received<Item>[]
      : T extends object
        ? string extends keyof T
          ? T
          : { [Key in keyof T as Key extends string ? SnakeCase<Key> : Key]?: Received<T[Key]> }
        : T;

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** A message to be encoded as REST JSON: a list in it may be JSON already. */
export type Printable<T> = Init<T, JsonText>;

/**
 * A list as the wire has it, in JSON that was made elsewhere: it is passed on unread. What makes it leaves the field out
 * where the list is empty, and prints its items as the codec would.
 */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}
