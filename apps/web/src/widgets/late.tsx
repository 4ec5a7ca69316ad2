import { Component, type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Button } from "./button.tsx";
import styles from "./late.module.css";

export interface LateProps {
  /** What stands in its place until its code is there. */
  readonly waiting?: ReactNode;
  /** What stays where its code cannot be loaded; a sentence with a way to reload the page where this is absent. */
  readonly failed?: ReactNode;
}

/**
 * A part of a page whose code is loaded when it is first shown. Where that fails (no connection, or the server was updated
 * and the old file is gone) the rest of the page stays.
 */
export function late<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props & LateProps> {
  const Loaded = lazy(async () => {
    try {
      return { default: await load() };
    } catch (cause) {
      throw new CodeNotLoaded("a part of the page could not be loaded", { cause });
    }
  });
  return function Late({ waiting, failed, ...props }) {
    return (
      <Guard failed={failed ?? <NotLoaded />}>
        <Suspense fallback={waiting}>
          <Loaded {...(props as unknown as Props)} />
        </Suspense>
      </Guard>
    );
  };
}

class CodeNotLoaded extends Error {}

/** Catches code that did not come; whatever else is thrown is the page's to tell. */
class Guard extends Component<{ failed: ReactNode; children: ReactNode }, { error: unknown }> {
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override state: { error: unknown } = { error: undefined };

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    if (error instanceof CodeNotLoaded) return this.props.failed;
    throw error;
  }
}

function NotLoaded() {
  return (
    <div role="alert" className={styles.failed}>
      This part could not be loaded.
      <Button onClick={() => location.reload()}>Reload the page</Button>
    </div>
  );
}
