import { type ReactNode, useState } from "react";
import { serverUrl } from "../../data/prefix.ts";
import { useServer } from "../../data/server.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { Tabs } from "../../widgets/tabs.tsx";
import { Endpoints } from "./endpoints.tsx";
import styles from "./first-trace.module.css";
import { LatelySent } from "./lately-sent.tsx";
import { snippetsFor } from "./snippets.ts";

interface FirstTraceProps {
  readonly experimentId: string | undefined;
  /** What else can be done while there is none. */
  readonly children?: ReactNode;
}

/** For a server or an experiment without traces: programs to copy that send one here. The page opens it when it comes. */
export function FirstTrace({ experimentId, children }: FirstTraceProps) {
  const server = useServer().data;
  const snippets = snippetsFor({ url: serverUrl(), experimentId });
  const [open, setOpen] = useState(snippets[0]!.id);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <h2 className={styles.title}>Send your first trace</h2>
        <p className={styles.lead}>
          Any OpenTelemetry sender works. Copy a program, run it, and the trace opens here by itself.
        </p>
        <div className={styles.snippets}>
          <Tabs
            label="Ways to send a trace"
            open={open}
            onOpen={setOpen}
            tabs={snippets.map(({ id, label, hint, code }) => ({
              id,
              label,
              panel: (
                <>
                  <div className={styles.hint}>
                    <code>{hint}</code>
                    <CopyButton text={code} label={`Copy the ${label} program`} withText />
                  </div>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard must reach it */}
                  <section className={styles.code} tabIndex={0} aria-label={`${label} program`}>
                    <pre>{code}</pre>
                  </section>
                </>
              ),
            }))}
          />
        </div>
        <p className={styles.waiting} role="status">
          <span className={styles.pulse} />
          Waiting for the first trace…
        </p>
        <LatelySent experimentId={experimentId} />
        {children}
        {server && <Endpoints server={server} />}
      </div>
    </div>
  );
}
