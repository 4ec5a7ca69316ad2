import { safely } from "../../safely.ts";
import type { LiveSpan, SpanOptions } from "../../span/live-span.ts";
import { startSpan } from "../../span/start-span.ts";
import type { ResultObserver } from "../../streams/observer.ts";
import {
  type ModelRequest,
  type ModelResponse,
  modelSpanOptions,
  recordModelRequest,
  recordModelResponse,
} from "./model-call.ts";
import { recordModelError } from "./model-error.ts";

/** What a streamed answer is put together with. */
export interface StreamGatherer<Chunk = unknown> {
  /** Takes a chunk in; true where it carries output of the model: text, reasoning, a tool call. */
  add(chunk: Chunk): boolean;
  /** The answer as far as it came. */
  response(): ModelResponse;
}

/** The span of one model call, from its start to the end of its answer. No method throws; after an end none has an effect. */
export class ModelSpan {
  readonly span: LiveSpan;
  #ended = false;

  /** Starts the span; what is asked may follow by `request`, where it is not known yet. */
  constructor(request: ModelRequest, options: Partial<SpanOptions> = {}) {
    this.span = startSpan({ ...modelSpanOptions(request), ...options });
    this.request(request);
  }

  request(request: ModelRequest): void {
    safely(
      "recording a model request",
      () => recordModelRequest(this.span.setName(modelSpanOptions(request).name), request),
      undefined,
    );
  }

  /** Ends the span with an answer. */
  respond(response: () => ModelResponse): void {
    this.#end(() => {
      const answer = response();
      recordModelResponse(this.span, answer);
      if (answer.error === undefined) this.span.setStatus("OK");
    });
  }

  fail(error: unknown): void {
    this.#end(() => recordModelError(this.span, error));
  }

  /** Ends the span of a call whose answer nobody reads through us. */
  end(): void {
    this.#end(() => undefined);
  }

  /** For `followResult`: puts a streamed answer together, and ends the span when the stream ends, fails or is given up. */
  observeStream<Chunk>(gatherer: StreamGatherer<Chunk>, aborted: () => boolean = () => false): ResultObserver {
    let sawChunk = false;
    const finish = (event?: string, attributes?: Readonly<Record<string, unknown>>) =>
      this.respond(() => {
        if (event !== undefined) this.span.addEvent(event, attributes);
        return gatherer.response();
      });
    return {
      chunk: (chunk) => {
        sawChunk = true;
        if (gatherer.add(chunk as Chunk)) this.span.setTimeToFirstToken();
      },
      // Clients of Stainless end the stream without an error when the application aborts it.
      end: () => finish(aborted() ? "stream.cancelled" : undefined),
      cancel: () => finish("stream.cancelled"),
      abandon: (reason) => finish("stream.abandoned", { reason }),
      fail: (error) => {
        // Who aborts a stream that runs has seen enough of it; a call that is aborted before has failed.
        if (sawChunk && (error as Error | undefined)?.name === "AbortError") {
          finish("stream.cancelled");
          return;
        }
        // What came before the error is worth keeping.
        safely("recording a model response", () => recordModelResponse(this.span, gatherer.response()), undefined);
        this.fail(error);
      },
    };
  }

  #end(record: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    safely("recording a model response", record, undefined);
    this.span.end();
  }
}
