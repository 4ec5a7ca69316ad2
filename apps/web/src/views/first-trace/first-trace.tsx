import { useState } from "react";
import type { ServerInfo } from "../../data/messages.ts";
import { useServer } from "../../data/server.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { Tabs } from "../../widgets/tabs.tsx";
import styles from "./first-trace.module.css";
import { snippetsFor } from "./snippets.ts";

/** For a server or an experiment without traces: programs to copy that send one here. The page opens it when it comes. */
export function FirstTrace({ experimentId }: { experimentId: string | undefined }) {
  const server = useServer().data;
  const snippets = snippetsFor({ origin: location.origin, experimentId });
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
        {server && <Endpoints server={server} />}
      </div>
    </div>
  );
}

/** Every address that takes spans, for senders that are configured by hand. */
function Endpoints({ server }: { server: ServerInfo }) {
  const { hostname, origin } = location;
  const endpoints = [
    ["OTLP over HTTP", `${origin}/v1/traces`],
    ...(server.otlp_http_port > 0
      ? [["OTLP over HTTP, standard port", `http://${hostname}:${server.otlp_http_port}`]]
      : []),
    ...(server.otlp_grpc_port > 0 ? [["OTLP over gRPC", `http://${hostname}:${server.otlp_grpc_port}`]] : []),
    ["MLflow tracking URI", origin],
  ] as const;
  return (
    <dl className={styles.endpoints}>
      {endpoints.map(([what, address]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            <code>{address}</code>
            <CopyButton text={address ?? ""} label={`Copy the address for ${what}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
