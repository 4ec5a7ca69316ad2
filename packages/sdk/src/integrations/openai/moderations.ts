import { text } from "../shared/json.ts";
import type { Endpoint } from "../stainless/endpoint.ts";
import { answered } from "./chat.ts";

/** Moderation: a guardrail, whose result is its verdict. */
export const moderations: Endpoint = {
  path: /^\/moderations$/,
  operation: "moderation",
  request: (body) => ({ model: text(body.model), content: () => ({ inputs: body.input }) }),
  response: (answer) => ({ ...answered(answer), content: () => ({ outputs: answer.results }) }),
};
