import type { MessageType, Printable, RpcName, RpcRows, rpcs, StreamRows } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";

type Rpcs = typeof rpcs;
type MessageOf<Type> = Type extends MessageType<infer Message> ? Message : never;

export type Request<Name extends RpcName> = MessageOf<Rpcs[Name]["request"]>;
export type Response<Name extends RpcName> = Printable<MessageOf<Rpcs[Name]["response"]>>;

/** A handler for every row that is an rpc or a stream: a row without one does not compile. */
export type Handlers<Rows> = {
  [Name in RpcRows<Rows>]: (context: ApiContext, request: Request<Name>, call: Call) => Promise<Response<Name>>;
} & { [Name in StreamRows<Rows>]: StreamHandler };

/** What a request says beside its message. */
export interface Call {
  /** The server's address as the client wrote it, without `/` at the end. */
  readonly baseUrl: string;
  /**
   * Who asks, as the Authorization header claims: there are no accounts yet that could vouch for it. It is kept in the
   * registry's history and decides nothing.
   */
  readonly claimedUser: string | undefined;
}

export type StreamHandler = (context: ApiContext, request: StreamRequest) => Promise<StreamAnswer>;

export interface StreamRequest {
  /** HEAD asks for the headers of a GET: a handler that has a cheaper way to them may leave the body empty. */
  readonly method: string;
  /** What stood in the path's places. */
  readonly params: Readonly<Record<string, string>>;
  /** The last value of each query parameter. */
  readonly query: Readonly<Record<string, string>>;
  /** As it came, for parameters that repeat. */
  readonly queryString: string;
  /** Names in lower case. */
  readonly headers: RequestHeaders;
  /**
   * The body as it comes, of any length, no faster than it is taken. Throws `ApiError` when the client stops or leaves
   * before its end. Either this or `readBody` is used, once.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** The whole body, decompressed and within the server's limit. Throws `ApiError` where it is not. */
  readBody(): Promise<Uint8Array>;
}

export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface StreamAnswer {
  /** 200 where nothing is said. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Pieces of an iteration may be overwritten once the next but one is asked for. */
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}
