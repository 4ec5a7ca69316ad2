/** What the resources of MLflow's tracking and registry search have in common. */
import type { Operator } from "../ast.ts";
import type { Field } from "../field-set.ts";

export const equality: readonly Operator[] = ["=", "!=", "LIKE", "ILIKE"];
export const lists: readonly Operator[] = ["IN", "NOT IN"];
export const existence: readonly Operator[] = ["IS NULL", "IS NOT NULL"];
const comparisons: readonly Operator[] = ["=", "!=", "<", "<=", ">", ">="];

type Rest = Partial<Omit<Field, "name" | "about">>;

export function text(name: string, about: string, rest: Rest = {}): Field {
  return { name, type: "string", operators: equality, called: "attributes", about, ...rest };
}

export function number(name: string, about: string, rest: Rest = {}): Field {
  return { name, type: "number", operators: comparisons, called: `numeric attribute: ${name}`, about, ...rest };
}

/** Values by key; `called` is what MLflow's messages call one. */
export function keyed(name: string, called: string, about: string, rest: Rest = {}): Field {
  const type = rest.type ?? "string";
  return { name, type, keyed: true, operators: type === "string" ? equality : comparisons, called, about, ...rest };
}
