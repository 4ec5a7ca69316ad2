import { createRest, type RestClient } from "./rest.ts";
import { createTransport, type Transport, type TransportOptions } from "./transport.ts";

/** What the parts of a client share. */
export interface Connection {
  readonly transport: Transport;
  readonly rest: RestClient;
  /** The experiment of what is made without saying where. */
  defaultExperimentId(): Promise<string>;
}

export interface ConnectionOptions extends TransportOptions {
  readonly experiment?: string | undefined;
  readonly experimentId?: string | undefined;
}

/** `resolve` makes an experiment's id of its name; it is asked once, unless it fails. */
export function connect(
  options: ConnectionOptions,
  resolve: (connection: Connection, name: string) => Promise<string>,
): Connection {
  const transport = createTransport(options);
  let named: Promise<string> | undefined;
  const connection: Connection = {
    transport,
    rest: createRest(transport),
    defaultExperimentId() {
      const { experiment, experimentId } = options;
      if (experimentId !== undefined) return Promise.resolve(experimentId);
      if (experiment === undefined) return Promise.resolve("0");
      named ??= resolve(connection, experiment).catch((error) => {
        named = undefined;
        throw error;
      });
      return named;
    },
  };
  return connection;
}
