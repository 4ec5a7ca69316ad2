import type { Assessment, LabelSchema } from "@spanloom/wire";
import { expect, test } from "vitest";
import type { ReviewItem } from "../../data/messages.ts";
import {
  type AnswerDrafts,
  changesFor,
  inverseOf,
  nextOpen,
  ownAnswer,
  progressOf,
  questionsOf,
  reviewedByOther,
} from "./review-step.ts";

const right: LabelSchema = {
  schema_id: "right",
  name: "right",
  type: "FEEDBACK",
  input: { pass_fail: { positive_label: "Yes", negative_label: "No" } },
};
const stars: LabelSchema = {
  schema_id: "stars",
  name: "stars",
  type: "FEEDBACK",
  input: { numeric: { min_value: 1, max_value: 5 } },
};
const facts: LabelSchema = { schema_id: "facts", name: "facts", type: "EXPECTATION", input: { text: {} } };
const questions = [right, stars, facts];

const mia = { source_type: "HUMAN", source_id: "Mia" } as const;
const said = (id: string, more: Partial<Assessment>): Assessment => ({
  assessment_id: id,
  metadata: {},
  valid: true,
  source: mia,
  ...more,
});
const typed = (answer: string, comment = "") => ({ answer, comment, id: "a-new" });

const before = [
  said("a-1", { assessment_name: "right", feedback: { value: true }, rationale: "Fine" }),
  said("a-2", { assessment_name: "facts", expectation: { value: "12 €" } }),
];

test.each<[string, AnswerDrafts, object]>([
  ["nothing typed", {}, []],
  ["the same once more", { right: typed("up", "Fine ") }, []],
  [
    "another answer",
    { right: typed("down", "Fine") },
    [{ do: "update", assessment: { assessment_id: "a-1", feedback: { value: false } } }],
  ],
  [
    "another comment",
    { right: typed("up") },
    [{ do: "update", assessment: { assessment_id: "a-1", feedback: { value: true }, rationale: "" } }],
  ],
  [
    "a first answer",
    { stars: typed("4") },
    [
      {
        do: "create",
        assessment: {
          assessment_id: "a-new",
          assessment_name: "stars",
          feedback: { value: 4 },
          source: { source_id: "Mia" },
        },
      },
    ],
  ],
  ["an answer taken back", { facts: typed("") }, [{ do: "remove", assessment: { assessment_id: "a-2" } }]],
  ["nothing where there was nothing", { stars: typed("") }, []],
  [
    "a mistake",
    { stars: typed("9"), right: typed("down") },
    { schemaId: "stars", sentence: "The answer is at most 5." },
  ],
  ["a comment on nothing", { stars: typed("", "Hm") }, { schemaId: "stars" }],
  ["a question that is not asked here", { gone: typed("x") }, []],
])("%s", (_, drafts, expected) => {
  const changes = changesFor(questions, drafts, before, "Mia");
  expect(changes).toMatchObject(expected);
  if (Array.isArray(expected)) expect(changes).toHaveLength(expected.length);
});

test("the answers of others, of spans, and those overridden are not one's own", () => {
  const named = { assessment_name: "right", feedback: { value: true } };
  const others = [
    said("a", { ...named, source: { source_type: "HUMAN", source_id: "Tom" } }),
    said("b", { ...named, source: { source_type: "LLM_JUDGE", source_id: "Mia" } }),
    said("c", { ...named, span_id: "0123456789abcdef" }),
    said("d", { ...named, valid: false }),
    said("e", { assessment_name: "right", expectation: { value: true } }),
  ];
  expect(ownAnswer(right, others, "Mia")).toBeUndefined();
  expect(ownAnswer(right, [...others, said("f", named)], "Mia")?.assessment_id).toBe("f");
});

test("what was changed is taken back in the other order, to what it was", () => {
  const changes = changesFor(questions, { right: typed("down"), stars: typed("2"), facts: typed("") }, before, "Mia");
  expect(inverseOf(changes as never, before)).toMatchObject([
    { do: "create", assessment: before[1]! },
    { do: "remove", assessment: { assessment_id: "a-new" } },
    { do: "update", assessment: before[0]! },
  ]);
});

const items = (states: string): ReviewItem[] =>
  [...states].map((state, at) => ({
    item_id: `tr-${at}`,
    status: state === "o" ? "PENDING" : state === "d" ? "DECLINED" : "COMPLETE",
  }));

test.each([
  ["ooo", 0, 1],
  ["occo", 0, 3],
  ["oocc", 2, 0],
  ["ccco", 3, -1],
  ["cccc", 1, -1],
  ["o", 0, -1],
  ["", -1, -1],
  ["co", -1, 1],
])("after place %2$i of %1$s comes %3$i", (states, at, expected) => {
  expect(nextOpen(items(states), at)).toBe(expected);
});

test("progress counts each item once", () => {
  expect(progressOf(items("occdo"))).toEqual({ done: 2, declined: 1, open: 2 });
});

test("one's own name is known in any case of its letters", () => {
  const done = { item_id: "tr-1", status: "COMPLETE", completed_by: "mia" } as const;
  expect(reviewedByOther(done, " Mia")).toBeUndefined();
  expect(reviewedByOther(done, "Tom")).toBe("mia");
  expect(reviewedByOther({ ...done, status: "PENDING" }, "Tom")).toBeUndefined();
});

test("a queue asks its own questions, a person's all of them; the oldest first", () => {
  const queue = { queue_id: "rq-1", experiment_id: "0", name: "q", schema_ids: ["facts", "right", "deleted"] };
  expect(questionsOf(queue, questions).map(({ name }) => name)).toEqual(["facts", "right"]);
  const own = { ...queue, queue_type: "USER" as const, schema_ids: [] };
  expect(questionsOf(own, questions).map(({ name }) => name)).toEqual(["facts", "stars", "right"]);
});
