import type { LabelSchema } from "@spanloom/wire";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useNavigate } from "react-router";
import type { ReviewItem, ReviewQueue } from "../../data/messages.ts";
import { useOpenSaves } from "../../data/review-saves.ts";
import { answerFormOf, choose, optionsOf } from "../../views/feedback/answer.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { ItemContent } from "./item-content.tsx";
import { OpenSaves } from "./open-saves.tsx";
import { ProgressLine } from "./progress-line.tsx";
import { QuestionPanel } from "./question-panel.tsx";
import styles from "./review-page.module.css";
import { useLastItem } from "./use-last-item.ts";
import { useReview } from "./use-review.ts";

interface WorkbenchProps {
  readonly queue: ReviewQueue;
  readonly questions: readonly LabelSchema[];
  readonly items: readonly ReviewItem[];
  /** Place of the item that is open. */
  readonly at: number;
}

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] as const;

/** One trace and what is asked of it, both in sight; every step has a key. */
export function Workbench({ queue, questions, items, at }: WorkbenchProps) {
  const navigate = useNavigate();
  const [search, setSearch] = useAddressedQuery();
  const panel = useRef<HTMLElement>(null);
  const [active, setActive] = useState(0);
  const [, remember] = useLastItem(queue.queue_id);
  const item = items[at]!;
  const traceId = item.item_id.slice("tr-".length);
  const saves = useOpenSaves(queue.queue_id);
  const review = useReview({ queue, questions, items, at, goTo });

  function goTo(to: number | string | undefined) {
    const id = typeof to === "number" ? items[to]?.item_id.slice("tr-".length) : to;
    setSearch(
      // Whoever looks at the steps of one trace looks at those of the next.
      (now) => new URLSearchParams({ ...(id && { item: id }), ...(now.get("steps") === "1" && { steps: "1" }) }),
    );
  }
  const step = (by: 1 | -1) => {
    const to = at + by;
    if (to >= 0 && to < items.length) goTo(to);
  };

  const arrive = useEffectEvent(() => {
    remember(traceId);
    setActive(0);
    focusQuestion(panel.current, 0);
  });
  useEffect(() => arrive(), [traceId]);
  const hasOpenSaves = saves.length > 0;
  useEffect(() => {
    if (!hasOpenSaves) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [hasOpenSaves]);

  function onDigit(digit: string) {
    const schema = questions[active];
    if (!schema || !review.isReady) return;
    const option = optionsOf(schema).find(({ key }) => key === digit);
    if (option) review.answer(schema, { answer: choose(schema, review.shown(schema).answer, option.value) });
    else if (answerFormOf(schema) === "number" && review.shown(schema).answer === "") {
      review.answer(schema, { answer: digit });
      questionAt(panel.current, active)?.querySelector("input")?.focus();
    }
  }
  function comment() {
    const commented = questions.findIndex(({ enable_comment }, index) => enable_comment && index >= active);
    const index = commented >= 0 ? commented : questions.findIndex(({ enable_comment }) => enable_comment);
    questionAt(panel.current, index)?.querySelector<HTMLElement>("[data-comment]")?.focus();
  }
  const openTrace = () => void navigate(`/traces/${traceId}`);
  const isShowingSteps = search.get("steps") === "1";
  function showSteps(shown: boolean) {
    setSearch(shown ? { steps: "1" } : { steps: "", span: "" });
  }

  useShortcuts({
    j: () => step(1),
    ArrowRight: () => step(1),
    k: () => step(-1),
    ArrowLeft: () => step(-1),
    n: comment,
    s: () => review.decline(),
    u: () => review.undo(),
    o: openTrace,
    t: () => showSteps(!isShowingSteps),
    Enter: () => review.saveAndNext(),
    ...Object.fromEntries(digits.map((digit) => [digit, () => onDigit(digit)])),
  });

  return (
    <div className={styles.review}>
      <ProgressLine items={items} at={at} onStep={step} />
      <OpenSaves saves={saves} current={traceId} onOpen={goTo} />
      <div className={styles.work}>
        <ItemContent
          key={traceId}
          traceId={traceId}
          questions={questions}
          isShowingSteps={isShowingSteps}
          onShowSteps={showSteps}
        />
        <QuestionPanel
          ref={panel}
          questions={questions}
          item={item}
          review={review}
          active={active}
          onActive={setActive}
          onFocus={(index) => focusQuestion(panel.current, index)}
        />
      </div>
    </div>
  );
}

function questionAt(panel: HTMLElement | null, index: number): HTMLElement | null {
  return panel?.querySelector<HTMLElement>(`[data-question="${index}"]`) ?? null;
}

/** On the options of a question, or on the question itself where a field would take the keys. */
function focusQuestion(panel: HTMLElement | null, index: number): void {
  const question = questionAt(panel, index);
  const option = question?.querySelector<HTMLElement>("[data-option][tabindex='0']");
  (option ?? question ?? panel)?.focus({ preventScroll: true });
}
