import { type ReactNode, useState } from "react";
import { useServer } from "../../data/server.ts";
import page from "../../styles/page.module.css";
import { themes, useTheme } from "../../views/app-shell/use-theme.ts";
import { usePerson } from "../../views/feedback/use-person.ts";
import { Endpoints } from "../../views/first-trace/endpoints.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { formatExact } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { rowHeights, useRowHeight } from "../../widgets/table/row-height.ts";
import { useNow } from "../../widgets/use-now.ts";
import { SampleExperiments } from "./sample-experiments.tsx";
import styles from "./settings-page.module.css";

/** `/settings`: what this browser remembers of its reader, and where the server is reached. */
export function Component() {
  const [theme, setTheme] = useTheme();
  const [zone, setZone] = useTimeZone();
  const [rowHeight, setRowHeight] = useRowHeight();
  const nowMs = useNow(1_000);
  const server = useServer().data;
  const zones = [
    { value: "local", label: `This browser's (${Intl.DateTimeFormat().resolvedOptions().timeZone})` },
    { value: "utc", label: "UTC" },
  ] as const;
  return (
    <>
      <PageHeader crumbs={[{ label: "Settings" }]} />
      <div className={page.scrolled}>
        <div className={styles.column}>
          <Section title="This browser" note="Kept here, and nowhere else.">
            <Choice name="Theme" value={theme} options={themes} onValue={setTheme} />
            <Choice name="Rows of tables" value={rowHeight} options={rowHeights} onValue={setRowHeight} />
            <Choice name="Time zone" value={zone} options={zones} onValue={setZone} />
            <p className={styles.note}>It is {formatExact(nowMs, zone).slice(0, 19)}.</p>
            <YourName />
          </Section>
          <Section title="Server" note={server ? `Spanloom ${server.version}` : ""}>
            {server && <Endpoints server={server} />}
          </Section>
          <Section title="Sample data" note="Made-up traces and runs in an experiment of their own, to look around.">
            <SampleExperiments />
          </Section>
        </div>
      </div>
    </>
  );
}

function Section({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles.note}>{note}</p>
      {children}
    </section>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onValue: (value: Value) => void;
}

function Choice<Value extends string>({ name, value, options, onValue }: ChoiceProps<Value>) {
  return (
    <fieldset className={styles.choice}>
      <legend>{name}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onValue(option.value)} />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

/** What feedback from this browser is signed with. */
function YourName() {
  const { name, isAsked, setName } = usePerson();
  const [text, setText] = useState(isAsked ? name : "");
  return (
    <label className={styles.field}>
      Your name
      <input
        value={text}
        placeholder="anonymous"
        aria-describedby="name-note"
        onChange={(event) => {
          setText(event.target.value);
          setName(event.target.value);
        }}
      />
      <span id="name-note" className={styles.note}>
        Feedback that you give is signed with it. It proves nothing.
      </span>
    </label>
  );
}
