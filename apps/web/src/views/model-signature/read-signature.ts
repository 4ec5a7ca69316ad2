/** What a model takes and gives: the `signature` of an MLmodel file (MLflow, "Model signatures and input examples"). */
export interface ModelSignature {
  readonly inputs: readonly SignatureField[];
  readonly outputs: readonly SignatureField[];
  /** Set when it is asked, not when it was made; each has a default. */
  readonly params: readonly SignatureField[];
}

export interface SignatureField {
  /** Empty where the model takes or gives one thing without a name. */
  readonly name: string;
  /** `long`, `Array(string)`, `{name: string}`, `Tensor(float32, [-1, 28])`. */
  readonly type: string;
  readonly required: boolean;
  /** JSON, of a param. */
  readonly byDefault?: string;
}

/** Each part is JSON in a string; what cannot be read has no fields. */
export function readSignature(signature: unknown): ModelSignature {
  return {
    inputs: fieldsIn(partOf(signature, "inputs")),
    outputs: fieldsIn(partOf(signature, "outputs")),
    params: fieldsIn(partOf(signature, "params")),
  };
}

function fieldsIn(json: unknown): SignatureField[] {
  let list: unknown;
  try {
    list = typeof json === "string" ? JSON.parse(json) : json;
  } catch {
    return [];
  }
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).map((spec) => ({
    name: typeof spec.name === "string" ? spec.name : "",
    type: typeText(spec),
    required: !isOptional(spec) && !("default" in spec),
    ...("default" in spec && { byDefault: JSON.stringify(spec.default) }),
  }));
}

/** A type of MLflow's schemas as one reads it; `?` marks what an object may leave out. */
export function typeText(spec: unknown): string {
  if (!isRecord(spec)) return "any";
  const text = plainType(spec);
  // Params have a shape: [-1] is a list of any length.
  return Array.isArray(spec.shape) ? `Array(${text})` : text;
}

function plainType(spec: Readonly<Record<string, unknown>>): string {
  switch (spec.type) {
    case "array":
      return `Array(${typeText(spec.items)})`;
    case "map":
      return `Map(${typeText(spec.values)})`;
    case "object": {
      const fields = isRecord(spec.properties) ? Object.entries(spec.properties) : [];
      return `{${fields.map(([name, of]) => `${name}${isOptional(of) ? "?" : ""}: ${typeText(of)}`).join(", ")}}`;
    }
    case "tensor": {
      const { dtype, shape } = isRecord(spec["tensor-spec"]) ? spec["tensor-spec"] : {};
      return `Tensor(${dtype ?? "any"}, ${JSON.stringify(shape ?? [])})`;
    }
    default:
      return typeof spec.type === "string" ? spec.type : "any";
  }
}

function isOptional(spec: unknown): boolean {
  return isRecord(spec) && (spec.required === false || spec.optional === true);
}

/** A part of what may be anything. */
export function partOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
