/**
 * Tracing of the Vercel AI SDK (`ai`), versions 4 to 7. One `telemetry()` fits all of them: versions 4 to 6 find a tracer in
 * it, version 7 a telemetry integration.
 *
 * @module
 */
import type { Tracer } from "@opentelemetry/api";
import { tracing } from "../../provider/tracing.ts";
import { safely } from "../../safely.ts";
import { labelAttributes } from "../../trace/trace-labels.ts";
import { recordedMediaCall } from "./media-calls.ts";
import { AiTelemetry } from "./telemetry.ts";
import { aiTracer } from "./tracer.ts";

/** What the AI SDK's own options say, and of whom and which conversation the trace is. */
export interface TelemetryOptions {
  /** A name for this use of the SDK: the agent's, or the feature's. */
  readonly functionId?: string;
  /** The conversation that the call belongs to. */
  readonly session?: string;
  /** Whom it is for. */
  readonly user?: string;
  /** Further facts of the trace. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  /** `false`: no prompts. Content that is off in `init` stays off. */
  readonly recordInputs?: boolean;
  /** `false`: no answers. */
  readonly recordOutputs?: boolean;
}

/** What goes into `experimental_telemetry` (versions 4 to 7) or `telemetry` (version 7, of media only this). */
export interface Telemetry {
  readonly isEnabled: true;
  readonly functionId?: string;
  readonly metadata?: Record<string, string | number | boolean>;
  readonly recordInputs: boolean;
  readonly recordOutputs: boolean;
  readonly tracer: Tracer;
  // Typed as the integrations of whichever version is installed.
  readonly integrations: never;
}

/**
 * Turns recording on for one call of the AI SDK.
 *
 * @example
 * const { text } = await generateText({
 *   model,
 *   prompt: "What is tea?",
 *   experimental_telemetry: telemetry({ functionId: "explain", session: "chat-7" }),
 * });
 */
export function telemetry(options: TelemetryOptions = {}): Telemetry {
  const { functionId, session, user, metadata, recordInputs = true, recordOutputs = true } = options;
  const { captureContent } = tracing().config;
  return {
    isEnabled: true,
    ...(functionId === undefined ? {} : { functionId }),
    metadata: {
      ...metadata,
      ...(session === undefined ? {} : { sessionId: session }),
      ...(user === undefined ? {} : { userId: user }),
    },
    recordInputs: recordInputs && captureContent,
    recordOutputs: recordOutputs && captureContent,
    tracer: aiTracer(),
    integrations: [new AiTelemetry(labelAttributes(options))] as never,
  };
}

/**
 * The AI SDK with recording on in every call that says nothing else about telemetry: the module's functions, and agents made
 * by its classes. It is the way to record images in every version, and speech and transcripts in versions 4 to 6, of
 * which the SDK tells no telemetry.
 *
 * @example
 * import { observe } from "@spanloom/sdk/vercel-ai";
 * import * as sdk from "ai";
 *
 * const { generateText, streamText } = observe(sdk, { session: "chat-7" });
 */
export function observe<T extends object>(ai: T, options: TelemetryOptions = {}): T {
  return safely("observe", () => observedModule(ai, options), ai);
}

function observedModule<T extends object>(ai: T, options: TelemetryOptions): T {
  const observed: Record<string, unknown> = { ...(ai as Record<string, unknown>) };
  const isVersion7 = "registerTelemetry" in ai;
  // Its calls of media know the new name alone.
  const option = isVersion7 ? "telemetry" : "experimental_telemetry";
  for (const [name, value] of Object.entries(ai)) {
    if (typeof value !== "function") continue;
    if (calls.has(name) || (isVersion7 && callsOfVersion7.has(name)))
      observed[name] = (given: object, ...rest: unknown[]) => value(withTelemetry(given, option, options), ...rest);
    else if (agents.has(name)) observed[name] = observedAgent(value, option, options);
    else observed[name] = recordedMediaCall(name, value, options) ?? value;
  }
  return observed as T;
}

/**
 * Turns recording on for every call of version 7 in this process, also of code that is not yours: it takes integrations from
 * a global list. Earlier versions have no such list: give them `telemetry()`, or use `observe`. Returns a function that undoes it.
 *
 * @example
 * import { instrumentVercelAi } from "@spanloom/sdk/vercel-ai";
 *
 * const undo = instrumentVercelAi();
 */
export function instrumentVercelAi(options: TelemetryOptions = {}): () => void {
  const integration = new AiTelemetry(labelAttributes(options));
  const holder = globalThis as { AI_SDK_TELEMETRY_INTEGRATIONS?: unknown[] };
  holder.AI_SDK_TELEMETRY_INTEGRATIONS ??= [];
  holder.AI_SDK_TELEMETRY_INTEGRATIONS.push(integration);
  return () => {
    const all = holder.AI_SDK_TELEMETRY_INTEGRATIONS ?? [];
    const at = all.indexOf(integration);
    if (at >= 0) all.splice(at, 1);
  };
}

const calls: ReadonlySet<string> = new Set([
  "generateText",
  "streamText",
  "generateObject",
  "streamObject",
  "embed",
  "embedMany",
  "rerank",
]);

/** Of these, earlier versions tell nobody. */
const callsOfVersion7: ReadonlySet<string> = new Set([
  "generateSpeech",
  "experimental_generateSpeech",
  "transcribe",
  "experimental_transcribe",
  "experimental_streamTranscribe",
]);

const agents: ReadonlySet<string> = new Set(["Agent", "Experimental_Agent", "ToolLoopAgent"]);

type TelemetryOption = "telemetry" | "experimental_telemetry";

function withTelemetry(given: object, option: TelemetryOption, options: TelemetryOptions): object {
  const { experimental_telemetry, telemetry: own } = given as { experimental_telemetry?: unknown; telemetry?: unknown };
  return experimental_telemetry === undefined && own === undefined ? { ...given, [option]: telemetry(options) } : given;
}

type AnyFunction = (...given: never[]) => unknown;

function observedAgent(agent: AnyFunction, option: TelemetryOption, options: TelemetryOptions): AnyFunction {
  return new Proxy(agent, {
    construct: (target, [settings, ...rest], newTarget) => {
      const name = (settings as { id?: unknown }).id;
      const named = typeof name === "string" && options.functionId === undefined ? { functionId: name } : {};
      return Reflect.construct(
        target,
        [withTelemetry(settings as object, option, { ...named, ...options }), ...rest],
        newTarget,
      );
    },
  });
}
