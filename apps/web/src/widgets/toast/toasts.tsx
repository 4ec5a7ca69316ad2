import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { Button } from "../button.tsx";
import { Icon } from "../icon.tsx";
import styles from "./toasts.module.css";

export interface Toast {
  readonly text: string;
  readonly tone?: "error";
  /** One thing to do about it, such as "Undo". */
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Shown extends Toast {
  readonly id: number;
}

const Context = createContext<(toast: Toast) => void>(() => {});

/** What has just happened, said at the lower edge for a while: `toast({ text: "3 runs deleted", action: undo })`. */
export function useToast(): (toast: Toast) => void {
  return useContext(Context);
}

/** Long enough to read it and reach the button; the time stands still while the pointer or the focus is on it. */
const staysMs = 10_000;
const mostAtOnce = 3;

/** Wraps the app, and draws the toasts of everything in it. */
export function Toasts({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [isHeld, setHeld] = useState(false);
  const nextId = useRef(0);
  const show = useCallback((toast: Toast) => {
    const id = nextId.current++;
    setShown((others) => [...others, { ...toast, id }].slice(-mostAtOnce));
  }, []);
  const close = useCallback((id: number) => setShown((all) => all.filter((toast) => toast.id !== id)), []);
  return (
    <Context value={show}>
      {children}
      <section
        className={styles.toasts}
        aria-label="Notices"
        aria-live="polite"
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {shown.map((toast) => (
          <ToastView key={toast.id} toast={toast} isHeld={isHeld} onClose={close} />
        ))}
      </section>
    </Context>
  );
}

function ToastView({ toast, isHeld, onClose }: { toast: Shown; isHeld: boolean; onClose: (id: number) => void }) {
  const { id, text, tone, action } = toast;
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onClose(id), staysMs);
    return () => clearTimeout(timer);
  }, [id, isHeld, onClose]);
  return (
    <div className={styles.toast} data-tone={tone}>
      {tone === "error" && <Icon name="error" />}
      <span className={styles.text}>{text}</span>
      {action && (
        <Button
          onClick={() => {
            onClose(id);
            action.run();
          }}
        >
          {action.label}
        </Button>
      )}
      <Button look="plain" aria-label="Close" onClick={() => onClose(id)}>
        <Icon name="close" size={14} />
      </Button>
    </div>
  );
}
