import {
  logVerbosity,
  type Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  type ServerInterceptor,
  type ServerUnaryCall,
  type sendUnaryData,
  setLogVerbosity,
} from "@grpc/grpc-js";
import { exportResponse, type OtlpSignal } from "@spanloom/wire";
import type { Log } from "../log.ts";
import type { Admission } from "../otlp/admission.ts";
import { contextOf, type SpanSink } from "../otlp/receive.ts";
import { overloaded, refusalOf } from "../otlp/refusal.ts";
import { grpcError } from "./error.ts";

export interface GrpcReceiver {
  readonly sink: SpanSink;
  readonly admission: Admission;
  readonly limits: { readonly maxBytes: number };
  readonly log: Log;
}

export interface GrpcServer {
  readonly port: number;
  /** Takes no new calls and resolves when those under way are answered, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/**
 * OTLP over gRPC: the Export calls of TraceService and LogsService. Every other service is answered UNIMPLEMENTED by
 * the library. Messages stay bytes, because the ingest decodes them itself. Rejects when the port is taken.
 */
export async function listenGrpc(receiver: GrpcReceiver, host: string, port: number): Promise<GrpcServer> {
  // What the library would print to stderr is in what it throws and answers.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server({
    "grpc.max_receive_message_length": receiver.limits.maxBytes,
    interceptors: [countUntaken(receiver)],
    // The library holds a whole message before it asks us, so this bounds what one connection can make it hold.
    "grpc.max_concurrent_streams": 32,
  });
  server.addService(exportService("trace", "TraceService"), { export: exportCall("traces", receiver) });
  server.addService(exportService("logs", "LogsService"), { export: exportCall("logs", receiver) });
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port: bound,
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}

/**
 * The library itself refuses a message that is too large or cannot be unpacked; all that is heard of it is that a call was
 * ended whose message never came. A sender that leaves sounds the same.
 */
function countUntaken({ sink, limits }: GrpcReceiver): ServerInterceptor {
  return (method, call) => {
    let isTaken = false;
    let agent: string | undefined;
    const signal = method.path.includes(".trace.") ? "traces" : "logs";
    const untaken = () => {
      if (isTaken) return;
      sink.sources
        .receive({ signal, form: "grpc", agent })
        .refused(
          413,
          `The call ended before its message was taken: it is larger than ${limits.maxBytes} bytes (--max-body-bytes), or the sender gave up.`,
        );
    };
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, next) => {
            agent = text(metadata, "user-agent");
            next(metadata);
          },
          onReceiveMessage: (message, next) => {
            isTaken = true;
            next(message);
          },
          onReceiveHalfClose: (next) => next(),
          onCancel: untaken,
        }),
    });
  };
}

const asBytes = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const exportService = (area: string, service: string) => ({
  export: {
    path: `/opentelemetry.proto.collector.${area}.v1.${service}/Export`,
    requestStream: false,
    responseStream: false,
    requestDeserialize: (bytes: Buffer) => bytes,
    requestSerialize: asBytes,
    responseDeserialize: (bytes: Buffer) => bytes,
    responseSerialize: asBytes,
  },
});

function exportCall(signal: OtlpSignal, { sink, admission, log }: GrpcReceiver) {
  return async (call: ServerUnaryCall<Buffer, Uint8Array>, reply: sendUnaryData<Uint8Array>) => {
    const ticket = admission.enter();
    const reception = sink.sources.receive({ signal, form: "grpc", agent: text(call.metadata, "user-agent") });
    try {
      if (!ticket.grow(call.request.length)) throw overloaded();
      const context = contextOf((name) => text(call.metadata, name), call.getPeer());
      const { rejected, message } = await sink[signal](call.request, context, reception);
      reply(null, exportResponse(signal, rejected, message, "binary") as Uint8Array);
    } catch (error) {
      const refusal = refusalOf(error, log);
      reception.refused(refusal.httpStatus, refusal.message);
      reply(grpcError(refusal));
    } finally {
      ticket.leave();
    }
  };
}

function text(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return value === undefined ? undefined : String(value);
}
