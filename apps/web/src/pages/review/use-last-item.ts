import { useRemembered } from "../../widgets/use-remembered.ts";

const mostQueues = 50;

/** Where one was in a queue, as a trace id: a link to the queue without an item goes on there. */
export function useLastItem(queueId: string): [last: string | undefined, remember: (traceId: string) => void] {
  const [last, setLast] = useRemembered("review.last", readLast);
  return [
    last.find(([queue]) => queue === queueId)?.[1],
    (traceId) =>
      setLast([[queueId, traceId] as const, ...last.filter(([queue]) => queue !== queueId)].slice(0, mostQueues)),
  ];
}

function readLast(stored: unknown): readonly (readonly [queueId: string, traceId: string])[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(
    (each) => Array.isArray(each) && each.length === 2 && each.every((text) => typeof text === "string"),
  );
}
