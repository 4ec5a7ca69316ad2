import { followObject } from "./followers.ts";
import type { Watch } from "./observer.ts";
import { method } from "./override.ts";
import { followReadableStream, passOn } from "./readable-stream.ts";

/** A Response of fetch: over when its body was read. One without a body is a value. */
export function followResponse(response: Response, watch: Watch): Response {
  const { body } = response;
  if (body === null || response.bodyUsed) {
    watch.end(response);
    return response;
  }
  if (isMadeByHand(response)) {
    // Given to a server, it is read inside the platform: only a body that is watched from the start can be followed.
    const { status, statusText, headers } = response;
    return new Response(followedBody(body, watch), { status, statusText, headers });
  }
  followReadableStream(body, watch);
  return followObject(
    response,
    watch,
    (followers) => {
      const wholes = ["text", "json", "arrayBuffer", "blob", "bytes", "formData"] as const;
      return new Map(
        wholes
          .filter((name) => typeof response[name] === "function")
          .map((name) => {
            const whole = response[name] as () => Promise<unknown>;
            const read = () =>
              whole.call(response).then(
                (value) => {
                  // Where the platform reads the body through its stream, all of this was told already.
                  followers.end(value);
                  return value;
                },
                (error: unknown) => {
                  followers.fail(error);
                  throw error;
                },
              );
            return [name, method(read)] as const;
          }),
      );
    },
    { outlives: true },
  );
}

/** A stream that a server may hold without the Response around it; it is there as long as its source is. */
function followedBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  watch: Watch,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return passOn(body.getReader.bind(body) as never, watch) as ReadableStream<Uint8Array<ArrayBuffer>>;
}

/** `new Response(…)`, as handlers of requests return it, and nothing that would be lost in a copy. */
function isMadeByHand(response: Response): boolean {
  return (
    Object.getPrototypeOf(response) === Response.prototype &&
    response.url === "" &&
    response.type === "default" &&
    Reflect.ownKeys(response).every((key) => typeof key === "symbol")
  );
}
