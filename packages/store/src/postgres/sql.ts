import pg from "pg";
import { arrayLiteral } from "./array-literal.ts";

/**
 * SQL written as SQL: values become parameters, fragments nest, and text never does.
 *
 *     const newer = sql`start_ns > ${from}`;
 *     await db.query(sql`select name from traces where ${newer} limit ${10}`);
 */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Of a statement that each connection prepares once. */
  readonly name?: string;
  /** One of the many texts of a search, prepared likewise while there are few. */
  readonly isShape?: boolean;
}

class Fragment implements Sql {
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
  readonly name?: string;
  readonly isShape: boolean;

  constructor(strings: readonly string[], values: readonly unknown[], name?: string, isShape = false) {
    this.strings = strings;
    this.values = values;
    this.isShape = isShape;
    if (name !== undefined) this.name = name;
  }

  /** With `$1`, `$2`, … in place of the values. */
  get text(): string {
    let text = this.strings[0] ?? "";
    for (let i = 1; i < this.strings.length; i++) text += `$${i}${this.strings[i]}`;
    return text;
  }
}

export function sql(parts: TemplateStringsArray, ...inputs: readonly unknown[]): Sql {
  return assembled(parts, inputs);
}

/** Of each part and what stands behind it. */
function assembled(parts: readonly string[], inputs: readonly unknown[]): Sql {
  const strings = [parts[0] ?? ""];
  const values: unknown[] = [];
  inputs.forEach((input, i) => {
    const after = parts[i + 1] ?? "";
    if (input instanceof Fragment) {
      strings[strings.length - 1] += input.strings[0] ?? "";
      strings.push(...input.strings.slice(1));
      values.push(...input.values);
      strings[strings.length - 1] += after;
    } else {
      values.push(input);
      strings.push(after);
    }
  });
  return new Fragment(strings, values);
}

/**
 * A statement that runs often: it is parsed and planned once a connection. The name stands for the text, so what the
 * text depends on must be in it.
 */
export function prepared(name: string, statement: Sql): Sql {
  const { strings, values } = statement as Fragment;
  return new Fragment(strings, values, name);
}

/**
 * A statement whose text is put together from what was asked for. The pool prepares the first texts of this kind that it
 * sees, which are those that are asked again and again; for a search of few rows, planning it is most of the work.
 */
export function preparedShape(statement: Sql): Sql {
  const { strings, values } = statement as Fragment;
  return new Fragment(strings, values, undefined, true);
}

/** The text with its values in it, for a statement that takes no parameters: COPY. */
export function withLiterals(statement: Sql): string {
  const { strings, values } = statement as Fragment;
  return values.reduce<string>((text, value, i) => text + literal(value) + strings[i + 1], strings[0] ?? "");
}

/** Quoted whatever it is: as with a parameter, its place says what it is read as. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return "null";
  const text = Array.isArray(value) ? arrayLiteral(value) : String(value);
  if (text === undefined) throw new TypeError("no literal for a list of what has a text of its own");
  // Its loop over every character is for what has something to escape.
  return /['\\]/.test(text) ? pg.escapeLiteral(text) : `'${text}'`;
}

/** Fragments with `separator` (trusted SQL, e.g. `" and "`) between them; `otherwise` where there are none. */
export function join(fragments: readonly Sql[], separator: string, otherwise: Sql = sql``): Sql {
  if (fragments.length === 0) return otherwise;
  return assembled(["", ...fragments.slice(1).map(() => separator)], fragments);
}

/** A name as a quoted identifier: a table or column chosen by our code. */
export function identifier(name: string): Sql {
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/** Trusted SQL text. Never give it anything that came from outside. */
export function raw(text: string): Sql {
  return new Fragment([text], []);
}
