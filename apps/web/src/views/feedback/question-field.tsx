import type { LabelSchema } from "@spanloom/wire";
import { type KeyboardEvent, useState } from "react";
import { Icon } from "../../widgets/icon.tsx";
import { answerFormOf, answersText, choose, chosenIn, type Option, optionsOf } from "./answer.ts";
import styles from "./question-field.module.css";

interface QuestionFieldProps {
  readonly schema: LabelSchema;
  /** As `answer.ts` writes it. */
  readonly answer: string;
  readonly onAnswer: (answer: string) => void;
  /** Shows the digit that chooses an option; whoever binds the keys says so. */
  readonly withKeys?: boolean;
}

/** Where a question is answered: its options side by side, a field for a number or a text. */
export function QuestionField({ schema, answer, onAnswer, withKeys = false }: QuestionFieldProps) {
  const form = answerFormOf(schema);
  const options = optionsOf(schema);
  const name = `${schema.name}, ${answersText(schema)}`;
  return (
    <div className={styles.field} data-answers="">
      {options.length > 0 && (
        <Options
          {...{ schema, options, answer, name, withKeys }}
          onChoose={(value) => onAnswer(choose(schema, answer, value))}
        />
      )}
      {form === "number" && (
        <input
          className={styles.number}
          inputMode="decimal"
          aria-label={options.length > 0 ? `${name}, as a number` : name}
          // Beside options it is one more of them, so that a question stays one stop of the Tab key.
          {...(options.length > 0 && { "data-option": "", tabIndex: -1, onKeyDown: toOtherOption })}
          placeholder={answersText(schema)}
          value={answer}
          autoComplete="off"
          onChange={(event) => onAnswer(event.target.value)}
        />
      )}
      {form === "text" && (
        <textarea
          className={styles.text}
          rows={schema.type === "EXPECTATION" ? 4 : 2}
          aria-label={name}
          maxLength={schema.input?.text?.max_length}
          value={answer}
          onChange={(event) => onAnswer(event.target.value)}
        />
      )}
    </div>
  );
}

interface OptionsProps {
  readonly schema: LabelSchema;
  readonly options: readonly Option[];
  readonly answer: string;
  readonly name: string;
  readonly withKeys: boolean;
  readonly onChoose: (value: string) => void;
}

/** One stop of the Tab key; the arrows up and down go from option to option, and pressing one again takes it back. */
function Options({ schema, options, answer, name, withKeys, onChoose }: OptionsProps) {
  const form = answerFormOf(schema);
  const chosen = chosenIn(schema, answer);
  // Where the focus is, also when a key chooses another one: Tab shall lead out of the question.
  const [focused, setFocused] = useState(-1);
  const firstChosen = options.findIndex(({ value }) => chosen.includes(value));
  const stop = focused >= 0 ? focused : Math.max(0, firstChosen);
  return (
    <fieldset className={styles.options}>
      <legend className="unseen">{name}</legend>
      {options.map(({ value, label, key }, at) => {
        const isChosen = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            data-option=""
            aria-pressed={isChosen}
            tabIndex={at === stop ? 0 : -1}
            className={styles.option}
            onFocus={() => setFocused(at)}
            onBlur={() => setFocused(-1)}
            onKeyDown={toOtherOption}
            onClick={() => onChoose(value)}
          >
            {form === "pass_fail" && <Icon name={value === "up" ? "thumbsUp" : "thumbsDown"} size={14} />}
            {form === "choices" && isChosen && <Icon name="check" size={14} />}
            <span className={styles.label}>{label}</span>
            {withKeys && key !== "" && key !== label && (
              <span className={styles.key} aria-hidden="true">
                {key}
              </span>
            )}
          </button>
        );
      })}
    </fieldset>
  );
}

function toOtherOption(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  const answers = event.currentTarget.closest("[data-answers]");
  const all = [...(answers?.querySelectorAll<HTMLElement>("[data-option]") ?? [])];
  all[(all.indexOf(event.currentTarget) + step + all.length) % all.length]?.focus();
  event.preventDefault();
}
