import type { Init, MessageType, RpcName, RpcRows, rpcs, StreamRows } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";

type Rpcs = typeof rpcs;
type MessageOf<Type> = Type extends MessageType<infer Message> ? Message : never;

export type Request<Name extends RpcName> = MessageOf<Rpcs[Name]["request"]>;
export type Response<Name extends RpcName> = Init<MessageOf<Rpcs[Name]["response"]>>;

/** A handler for every row that is an rpc or a stream: a row without one does not compile. */
export type Handlers<Rows> = {
  [Name in RpcRows<Rows>]: (context: ApiContext, request: Request<Name>) => Promise<Response<Name>>;
} & { [Name in StreamRows<Rows>]: StreamHandler };

export type StreamHandler = (context: ApiContext, request: StreamRequest) => Promise<StreamAnswer>;

export interface StreamRequest {
  /** What stood in the path's places. */
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each query parameter. */
  readonly query: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  /** The whole body, decompressed and within the server's limit. Throws `ApiError` where it is not. */
  readBody(): Promise<Uint8Array>;
}

export interface StreamAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}
