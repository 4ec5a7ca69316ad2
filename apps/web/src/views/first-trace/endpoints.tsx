import type { ServerInfo } from "../../data/messages.ts";
import { serverUrl } from "../../data/prefix.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import styles from "./first-trace.module.css";

/** Every address that takes spans, for senders that are configured by hand. */
export function Endpoints({ server }: { server: ServerInfo }) {
  const { hostname } = location;
  const url = serverUrl();
  const endpoints = [
    ["OTLP over HTTP", `${url}/v1/traces`],
    ...(server.otlp_http_port > 0
      ? [["OTLP over HTTP, standard port", `http://${hostname}:${server.otlp_http_port}`]]
      : []),
    ...(server.otlp_grpc_port > 0 ? [["OTLP over gRPC", `http://${hostname}:${server.otlp_grpc_port}`]] : []),
    ["MLflow tracking URI", url],
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
