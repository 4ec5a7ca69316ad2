import { useToast } from "../../widgets/toast/toasts.tsx";

/** Removes a tag at once, and says so with a way back. */
export function useTagRemoval(
  remove: (key: string) => Promise<void>,
  set: (key: string, value: string) => Promise<void>,
): (key: string, value: string) => void {
  const toast = useToast();
  const failed = (error: unknown) =>
    toast({ tone: "error", text: error instanceof Error ? error.message : String(error) });
  return (key, value) => {
    remove(key).then(
      () =>
        toast({
          text: `Tag ${key} is removed.`,
          action: { label: "Undo", run: () => void set(key, value).catch(failed) },
        }),
      failed,
    );
  };
}
