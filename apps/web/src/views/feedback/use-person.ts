import { useRemembered } from "../../widgets/use-remembered.ts";

/** Who has given no name. */
export const anonymous = "anonymous";

/**
 * Who gives feedback in this browser: what they once called themselves, `isAsked` while they were not asked yet. It is
 * no proof of anything; who may write is the server's to say.
 */
export function usePerson(): { name: string; isAsked: boolean; setName: (name: string) => void } {
  const [name, setName] = useRemembered("person", (stored) => (stored === undefined ? "" : String(stored)));
  return { name: name || anonymous, isAsked: name !== "", setName: (next) => setName(next.trim() || anonymous) };
}
