import { asLabel, asNumber } from "./attributes.ts";
import { asText, at, isObject, parseIfJson, str } from "./json.ts";
import type { RetrievedDocument } from "./span-view.ts";

/** A list of retrieved documents in any framework's shape, or `undefined` where the value is no such list. */
export function documentsFrom(value: unknown): readonly RetrievedDocument[] | undefined {
  const parsed = parseIfJson(value);
  const list = Array.isArray(parsed) ? parsed : (at(parsed, "documents") ?? at(parsed, "results"));
  if (!Array.isArray(list) || list.length === 0) return undefined;
  const documents = list.map((item) => documentFrom(parseIfJson(item)));
  return documents.every((document) => document !== undefined) ? documents : undefined;
}

function documentFrom(item: unknown): RetrievedDocument | undefined {
  if (typeof item === "string") return { content: item };
  if (!isObject(item)) return undefined;
  const body = [item.document, item.kwargs, item.node].find(isObject) ?? item;
  const content = body.content ?? body.page_content ?? body.pageContent ?? body.text ?? body.document;
  const id = asLabel(body.id) ?? asLabel(item.id);
  const score = asNumber(item.score ?? body.score ?? item.similarity);
  const metadata = parseIfJson(body.metadata);
  if (content === undefined && id === undefined && score === undefined) return undefined;
  return {
    ...(id === undefined ? {} : { id }),
    ...(content === undefined ? {} : { content: str(content) ?? asText(content) }),
    ...(score === undefined ? {} : { score }),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
  };
}
