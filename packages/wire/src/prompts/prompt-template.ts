import { invalidParameter } from "../errors.ts";

/** One message of a chat prompt. Content is text, or the parts that a model takes in place of it. */
export interface ChatMessage {
  readonly role: string;
  readonly content: string | readonly unknown[];
}

/** A text, or the messages of a chat. `{{ name }}` stands for a variable, with or without spaces. */
export type PromptTemplate = string | readonly ChatMessage[];

/** The variables of a template, in the order in which they first stand there. */
export function variablesOf(template: PromptTemplate): string[] {
  const text = typeof template === "string" ? template : JSON.stringify(template);
  return [...new Set([...text.matchAll(variable)].map((found) => found[1]!))];
}

/**
 * Puts values in the place of variables. A value's own braces stay as they are. Throws `ApiError`
 * INVALID_PARAMETER_VALUE that names the variables without value, unless `partial` leaves them where they are; and for a
 * template with Jinja2's `{% … %}`, which MLflow's Python client renders with Jinja2.
 */
export function formatTemplate<Template extends PromptTemplate>(
  template: Template,
  values: Readonly<Record<string, unknown>>,
  partial: boolean,
): Template {
  const missing = variablesOf(template).filter((name) => !Object.hasOwn(values, name) || values[name] === undefined);
  if (missing.length > 0 && !partial) {
    throw invalidParameter("variables", `must have a value for ${missing.map((name) => `'${name}'`).join(", ")}`);
  }
  return replaced(template, values) as Template;
}

function replaced(template: unknown, values: Readonly<Record<string, unknown>>): unknown {
  if (typeof template === "string") {
    if (/\{%.*?%\}/s.test(template)) {
      throw invalidParameter("template", "has Jinja2's {% … %}, which only MLflow's Python client renders");
    }
    return template.replace(variable, (whole, name: string) =>
      Object.hasOwn(values, name) && values[name] !== undefined ? textOfValue(values[name]) : whole,
    );
  }
  if (Array.isArray(template)) return template.map((item) => replaced(item, values));
  if (typeof template !== "object" || template === null) return template;
  const members = Object.entries(template);
  return Object.fromEntries(members.map(([key, value]) => [key, key === "role" ? value : replaced(value, values)]));
}

const textOfValue = (value: unknown): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);

/** A piece of a text: words, or a variable as it was written. */
export interface TemplatePiece {
  readonly text: string;
  /** The variable's name. */
  readonly variable?: string;
}

/** A text in its pieces, which joined are the text again. */
export function templatePieces(text: string): TemplatePiece[] {
  const pieces: TemplatePiece[] = [];
  let end = 0;
  for (const found of text.matchAll(variable)) {
    if (found.index > end) pieces.push({ text: text.slice(end, found.index) });
    pieces.push({ text: found[0], variable: found[1]! });
    end = found.index + found[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** As MLflow's: names with dots in them are names, too. */
const variable = /\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*(?:\.[a-zA-Z_][a-zA-Z0-9_]*)*)\s*\}\}/g;
