import { useNavigate } from "react-router";
import { pathHere } from "../../data/prefix.ts";
import { writeClipboard } from "../../widgets/copy-button.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";

/** Keys that work on every page: to go somewhere, and to copy the link of what is shown. */
export function GoKeys() {
  const navigate = useNavigate();
  const toast = useToast();
  const go = (to: string) => () => void navigate(to);
  useShortcuts({
    "g h": go("/"),
    "g t": go("/traces"),
    "g e": go("/experiments"),
    "g r": () => void navigate(runsHere()),
    "g d": go("/datasets"),
    "g m": go("/models"),
    "g p": go("/prompts"),
    "g s": go("/sources"),
    y: () => {
      void writeClipboard(location.href).then((isCopied) =>
        toast(
          isCopied ? { text: "Link copied" } : { text: "This browser does not let the link be copied", tone: "error" },
        ),
      );
    },
  });
  return null;
}

/** The runs of the experiment that is open; where none is, all experiments. */
function runsHere(): string {
  const experiment = /^\/experiments\/[^/]+/.exec(pathHere())?.[0];
  return experiment ? `${experiment}/runs` : "/experiments";
}
