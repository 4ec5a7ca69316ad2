import { useLocation, useNavigate } from "react-router";
import { writeClipboard } from "../../widgets/copy-button.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";

/** Keys that work on every page: to go somewhere, and to copy the link of what is shown. */
export function GoKeys() {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const toast = useToast();
  const experiment = /^\/experiments\/[^/]+/.exec(pathname)?.[0];
  const go = (to: string) => () => void navigate(to);
  useShortcuts({
    "g h": go("/"),
    "g t": go("/traces"),
    "g e": go("/experiments"),
    "g r": go(experiment ? `${experiment}/runs` : "/experiments"),
    "g d": go("/datasets"),
    "g m": go("/models"),
    "g p": go("/prompts"),
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
