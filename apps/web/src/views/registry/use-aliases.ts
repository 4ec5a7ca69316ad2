import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";

/** Versions by the aliases that name them. */
export function aliasesOf({ aliases = [] }: Pick<RegisteredModel, "aliases">): ReadonlyMap<string, string> {
  return new Map(aliases.map(({ alias = "", version = "" }) => [alias, version]));
}

/** Where an alias is, in the words of a sentence. */
export function placeOf(version: string | undefined): string {
  return version === undefined ? "no version" : `version ${version}`;
}

/**
 * Changes of the aliases of a model or prompt. What an alias names is read again before it is changed: one that was
 * changed elsewhere meanwhile stays, and what it is now is said. A move and a removal can be taken back.
 */
export function useAliases(model: Pick<RegisteredModel, "name" | "aliases">) {
  const { readNow, setAlias, deleteAlias } = useModelChanges(model.name);
  const toast = useToast();

  /** Rejects, with what is shown up to date, where the alias does not name `from` any more. */
  async function put(alias: string, from: string | undefined, to: string | undefined): Promise<void> {
    const now = aliasesOf(await readNow()).get(alias);
    if (now !== from) throw new Error(`@${alias} was changed meanwhile: it names ${placeOf(now)} now.`);
    await (to === undefined ? deleteAlias(alias) : setAlias(alias, to));
  }

  function failed(error: unknown) {
    toast({ tone: "error", text: messageOf(error) });
  }

  function offerUndo(text: string, alias: string, from: string | undefined, to: string | undefined) {
    toast({ text, action: { label: "Undo", run: () => void put(alias, to, from).catch(failed) } });
  }

  return {
    /** Lets an alias name a version. `from` is what the reader saw it name, undefined for a new one. */
    async set(alias: string, from: string | undefined, to: string): Promise<void> {
      await put(alias, from, to);
      const text =
        from === undefined ? `@${alias} is version ${to}.` : `@${alias} moved from version ${from} to ${to}.`;
      if (from !== to) offerUndo(text, alias, from, to);
    },
    /** Never rejects; a failure is said. */
    async remove(alias: string, from: string): Promise<void> {
      try {
        await put(alias, from, undefined);
        offerUndo(`@${alias} is removed.`, alias, from, undefined);
      } catch (error) {
        failed(error);
      }
    },
    /** What an alias names now; empty for none. */
    readVersion: async (alias: string): Promise<string> => aliasesOf(await readNow()).get(alias) ?? "",
  };
}
