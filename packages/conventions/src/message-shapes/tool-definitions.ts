import { at, isObject, parseIfJson, str } from "../json.ts";
import type { ToolDefinition } from "../span-view.ts";

/** Tool definitions in any provider's shape; each may be JSON text of its own. `undefined` where there are none. */
export function readToolDefinitions(value: unknown): readonly ToolDefinition[] | undefined {
  const parsed = parseIfJson(value);
  const list = Array.isArray(parsed) ? parsed : isObject(parsed) ? namedTools(parsed) : [];
  const definitions = list.flatMap((each) => readDefinition(each, 0));
  return definitions.length > 0 ? definitions : undefined;
}

/** A definition stands at most a few wrappings deep: a group, a `function`, JSON text in between. */
const mostWrappings = 4;

function readDefinition(given: unknown, depth: number): ToolDefinition[] {
  const tool = parseIfJson(given);
  if (depth > mostWrappings) return [];
  if (typeof tool === "string" && tool !== "") return [{ name: tool }];
  if (!isObject(tool)) return [];
  // Gemini groups its declarations.
  const group = tool.functionDeclarations ?? tool.function_declarations;
  if (Array.isArray(group)) return group.flatMap((each) => readDefinition(each, depth + 1));
  const body =
    [tool.function, tool.toolSpec, at(tool, "tool", "json_schema"), tool.json_schema].map(parseIfJson).find(isObject) ??
    tool;
  if (body !== tool && body.name === undefined && (body.function !== undefined || body.toolSpec !== undefined))
    return readDefinition(body, depth + 1);
  const name = str(body.name) ?? str(tool.name) ?? str(tool.type);
  if (name === undefined) return [];
  const description = str(body.description) ?? str(tool.description);
  const schema =
    body.parameters ??
    body.input_schema ??
    at(body, "inputSchema", "json") ??
    body.inputSchema ??
    body.parameters_json_schema ??
    body.parametersJsonSchema ??
    body.schema;
  return [
    {
      name,
      ...(description === undefined || description === "" ? {} : { description }),
      ...(schema === undefined || schema === null ? {} : { parameters: parseIfJson(schema) }),
    },
  ];
}

/** The AI SDK's form: tools under their names. */
function namedTools(tools: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(tools).map(([name, tool]) => (isObject(tool) ? { name, ...tool } : name));
}
