import { type Json, object } from "../shared/json.ts";

/** The body of a request as an object: a form's fields by their names, files as name, type and size. */
export function formFields(body: unknown): Json {
  if (!isForm(body)) return object(body);
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of body.entries()) {
    const read = typeof value === "string" ? value : { name: value.name, type: value.type, size: value.size };
    const before = fields[name];
    // Lists are sent as `name[]`, or as one name several times.
    if (name.endsWith("[]")) fields[name.slice(0, -2)] = [...((fields[name.slice(0, -2)] as unknown[]) ?? []), read];
    else fields[name] = before === undefined ? read : [before, read].flat();
  }
  return fields;
}

function isForm(body: unknown): body is FormData {
  const form = body as Partial<FormData> | null | undefined;
  return typeof form?.entries === "function" && typeof form.append === "function";
}
