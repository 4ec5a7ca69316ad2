import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuChoice } from "../../widgets/menu.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";

/** Those that MLflow knows. It advises aliases instead, but the registry has them. */
const stages = ["None", "Staging", "Production", "Archived"] as const;
const options = stages.map((value) => ({ value, label: value }));

/** The stage of a version; another is chosen from a menu, and can be taken back. */
export function StageMenu({ stage, onStage }: { stage: string; onStage: (stage: string) => Promise<void> }) {
  const toast = useToast();

  async function move(to: string, undoing = false) {
    try {
      await onStage(to);
      if (undoing) return;
      toast({ text: `Moved to ${to}`, action: { label: "Undo", run: () => void move(stage, true) } });
    } catch (error) {
      toast({ tone: "error", text: messageOf(error) });
    }
  }

  return (
    <Menu
      label="Stage"
      trigger={
        <Button look="plain" aria-label={`Stage: ${stage}. Change`}>
          {stage}
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      <MenuChoice label="Stage" value={stage} options={options} onValue={(to) => to !== stage && void move(to)} />
    </Menu>
  );
}
