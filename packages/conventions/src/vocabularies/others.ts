import { asLabel, has, json, label, number, text } from "../attributes.ts";
import { reportedCost } from "../cost.ts";
import { ifAny, known } from "../facts.ts";
import { parseIfJson } from "../json.ts";
import { readRequest } from "../message-shapes/conversation.ts";
import { textMessage } from "../message-shapes/messages.ts";
import { names } from "../names.ts";
import { foldProvider } from "../providers.ts";
import type { SpanContent, SpanFacts, SpanSource } from "../span-view.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** Keys that belong to no dialect or to many: costs beside usage, LiveKit's speech, the AI SDK's middleware. */
export const others: Vocabulary = {
  name: "others",
  signs: [
    "gen_ai.usage.cost",
    "gen_ai.usage.total_cost",
    "gen_ai.usage.input_cost",
    "gen_ai.cost.total_cost",
    "aisdk.model.id",
    "lk.user_input",
    "lk.user_transcript",
    "lk.chat_ctx",
    "lk.input_text",
    "lk.response.text",
    "lk.function_tool.output",
  ],
  facts: ({ attributes }) =>
    ifAny({
      provider: foldProvider(label(attributes, "aisdk.model.provider")),
      requestModel: label(attributes, "aisdk.model.id"),
      reportedCost: reportedCost({
        input: number(attributes, "gen_ai.usage.input_cost", "gen_ai.cost.input_cost"),
        output: number(attributes, "gen_ai.usage.output_cost", "gen_ai.cost.output_cost"),
        total: number(attributes, "gen_ai.usage.cost", "gen_ai.usage.total_cost", "gen_ai.cost.total_cost"),
      }),
    }),
  content: ({ attributes }) => {
    const heard = text(attributes, "lk.user_input", "lk.user_transcript", "lk.input_text");
    const said = text(attributes, "lk.response.text");
    return known({
      inputMessages:
        readRequest(liveKitItems(json(attributes, "lk.chat_ctx"))).inputMessages ??
        (heard === undefined ? undefined : [textMessage("user", heard)]),
      outputMessages: said === undefined ? undefined : [textMessage("assistant", said)],
      toolRun: has(attributes, "lk.function_tool.output")
        ? known({
            id: label(attributes, "lk.function_tool.id"),
            name: label(attributes, "lk.function_tool.name"),
            arguments: json(attributes, "lk.function_tool.arguments"),
            result: parseIfJson(attributes["lk.function_tool.output"]),
          })
        : undefined,
    }) as Partial<SpanContent> | undefined;
  },
};

function liveKitItems(context: unknown): unknown {
  return typeof context === "object" && context !== null && "items" in context ? context.items : context;
}

/** What any instrumented service says, GenAI or not: session, user, environment, and where its traces belong. */
export const general: Vocabulary = {
  name: "general",
  signs: [],
  emittedBy: () => true,
  facts: ({ attributes, resource }: SpanSource): Partial<SpanFacts> | undefined =>
    ifAny({
      session: label(attributes, names.session) ?? label(resource, names.session),
      user: label(attributes, names.user, "enduser.id") ?? label(resource, names.user, "enduser.id"),
      environment:
        label(attributes, "deployment.environment.name", "deployment.environment") ??
        label(resource, "deployment.environment.name", "deployment.environment"),
      experimentName: asLabel(attributes[names.experimentName] ?? resource[names.experimentName]),
    }),
  content: () => undefined,
};
