/** Code that loads a version of a prompt and fills it in. */
export interface Snippet {
  readonly language: "python" | "typescript";
  readonly title: string;
  readonly code: string;
}

/** `origin`: the server's address. Values are left for the reader to put in. */
export function snippetsFor(
  name: string,
  version: string,
  variables: readonly string[],
  origin: string,
): readonly Snippet[] {
  // What JSON writes as a string is one in Python and in TypeScript, too.
  const [server, uri] = [JSON.stringify(origin), JSON.stringify(`prompts:/${name}/${version}`)];
  const members = variables.map((variable) => `${JSON.stringify(variable)}: "…"`).join(", ");
  const python = `import mlflow

mlflow.set_tracking_uri(${server})
prompt = mlflow.genai.load_prompt(${uri})
filled = prompt.format(${members && `**{${members}}`})
`;
  const typescript = `import { createClient } from "@spanloom/sdk";

const client = createClient({ url: ${server} });
const prompt = await client.loadPrompt(${uri});
const filled = prompt.format(${members && `{ ${members} }`});
`;
  return [
    { language: "python", title: "Python, with MLflow", code: python },
    { language: "typescript", title: "TypeScript, with @spanloom/sdk", code: typescript },
  ];
}
