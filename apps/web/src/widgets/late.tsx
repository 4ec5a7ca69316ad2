import { type ComponentType, type ReactNode, useLayoutEffect, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./late.module.css";

export interface LateProps {
  /** What stands in its place until its code is there. */
  readonly waiting?: ReactNode;
  /** What stays where its code cannot be loaded; a sentence with a way to reload the page where this is absent. */
  readonly failed?: ReactNode;
}

export type LateComponent<Props> = ComponentType<Props & LateProps> & {
  /** Loads the code before it is shown, so that it is drawn with the first render. */
  load(): Promise<unknown>;
};

/**
 * A part of a page whose code is loaded when it is first shown. Where that fails (no connection, or the server was updated
 * and the old file is gone) the rest of the page stays. Not React's `lazy`: what comes out of a `Suspense` is held back
 * until its placeholder has been there for 300 ms, also where the code is there after ten.
 */
export function late<Props extends object>(load: () => Promise<ComponentType<Props>>): LateComponent<Props> {
  let loaded: ComponentType<Props> | undefined;
  const ready = async () => {
    loaded = await load();
    return loaded;
  };
  return Object.assign(Late, { load: ready });

  function Late({ waiting, failed = <NotLoaded />, ...props }: Props & LateProps) {
    const [Part, setPart] = useState(() => loaded);
    const [hasFailed, setFailed] = useState(false);
    useLayoutEffect(() => {
      if (Part) return;
      ready().then(
        (part) => setPart(() => part),
        () => setFailed(true),
      );
    }, [Part]);
    if (Part) return <Part {...(props as unknown as Props)} />;
    return hasFailed ? failed : waiting;
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
