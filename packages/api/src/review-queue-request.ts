import { ApiError, parseTraceId } from "@spanloom/wire";

const maxName = 250;
const maxUsers = 10;
const maxSchemaId = 36;
const maxItemId = 50;

/** A queue that a program without accounts would call its user's; nobody else's may have the name. */
const reservedName = "default";

/** People are told apart without regard to case. */
export function userName(user: string): string {
  return trimmed("user", user.toLowerCase(), maxName);
}

export function userNames(users: readonly string[]): string[] {
  const names = [...new Set(users.map(userName))];
  if (names.length > maxUsers) {
    throw refused(`A review queue can have at most ${maxUsers} assigned users; got ${names.length}.`);
  }
  return names;
}

export function schemaIds(ids: readonly string[]): string[] {
  return [...new Set(ids.map((id) => trimmed("schema_id", id, maxSchemaId)))];
}

export function customQueueName(name: string): string {
  const text = trimmed("name", name, maxName);
  if (text.toLowerCase() === reservedName) {
    throw refused(`\`${text}\` is a reserved queue name and cannot be used for a custom queue.`);
  }
  return text;
}

export function ownerName(owner: string): string {
  return trimmed("new_owner", owner, maxName);
}

/** At least one id of an item, each once. */
export function itemIds(ids: readonly string[]): string[] {
  if (ids.length === 0) throw refused("`item_ids` must be a non-empty list; got [].");
  return [...new Set(ids.map((id) => trimmed("item_id", id, maxItemId)))];
}

/** Ids of traces in any of their texts, as 32 hex digits; `undefined` for what cannot be one. */
export function traceIdsIn(ids: readonly string[]): { traceIds: string[]; other: string[] } {
  const parsed = ids.map((id) => ({ id, traceId: parseTraceId(id) }));
  return {
    traceIds: [...new Set(parsed.flatMap(({ traceId }) => traceId ?? []))],
    other: parsed.filter(({ traceId }) => traceId === undefined).map(({ id }) => id),
  };
}

function trimmed(name: string, value: string, maxLength: number): string {
  const text = value.trim();
  if (text === "") throw refused(`\`${name}\` must be a non-empty string; got ''.`);
  if (text.length > maxLength) {
    throw refused(`\`${name}\` must be at most ${maxLength} characters; got ${text.length}.`);
  }
  return text;
}

export function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
