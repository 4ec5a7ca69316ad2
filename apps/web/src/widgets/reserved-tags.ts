/**
 * The beginnings of keys under which MLflow, its prompts and this app keep things of their own: a description, a template,
 * a saved view. They have another place in a page, or none.
 */
const reserved = { "mlflow.": "MLflow", _mlflow_: "MLflow", "spanloom.": "Spanloom" } as const;

/** Tags without those that are kept for MLflow or for this app: what a reader gave and may change. */
export function ownTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !reservedFor(key)));
}

/** Why a new tag cannot have this key, and which would do; undefined for one that it can have. */
export function whyReserved(key: string): string | undefined {
  const taken = reservedFor(key);
  if (!taken) return undefined;
  const [beginning, owner] = taken;
  const rest = key.slice(beginning.length);
  const instead = rest && !reservedFor(rest) ? ` Call it “${rest}”, for example.` : "";
  return `Keys that begin with “${beginning}” are kept for ${owner} and not shown here.${instead}`;
}

function reservedFor(key: string): [beginning: string, owner: string] | undefined {
  return Object.entries(reserved).find(([beginning]) => key.startsWith(beginning));
}
