import { formatTemplate, type PromptTemplate, variablesOf } from "@spanloom/wire";
import { useState } from "react";
import { TemplateView } from "../../views/prompt/template-view.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import styles from "./prompt-page.module.css";

/** A field for each variable, and the template filled in with them. Variables without a value stay chips. */
export function TryTab({ template }: { template: PromptTemplate }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const variables = variablesOf(template);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
  const filled = fill(template, given);
  return (
    <div className={styles.trial}>
      <section className={styles.block} aria-label="Values">
        <h2>Values</h2>
        {variables.length === 0 && <p className={styles.faint}>This version has no variables.</p>}
        {variables.map((variable) => (
          <label key={variable} className={styles.field}>
            {variable}
            <textarea
              rows={Math.min(8, Math.max(1, (values[variable] ?? "").split("\n").length))}
              value={Object.hasOwn(values, variable) ? values[variable] : ""}
              onChange={(event) => setValues({ ...values, [variable]: event.target.value })}
            />
          </label>
        ))}
      </section>
      <section className={styles.block} aria-label="Filled in">
        <header className={styles.blockHead}>
          <h2>Filled in</h2>
          {!("mistake" in filled) && (
            <CopyButton
              withText
              label={typeof template === "string" ? "Copy the text" : "Copy the messages as JSON"}
              text={() =>
                typeof filled.template === "string" ? filled.template : JSON.stringify(filled.template, undefined, 2)
              }
            />
          )}
        </header>
        {"mistake" in filled ? (
          <p role="alert">{filled.mistake}</p>
        ) : (
          <TemplateView template={filled.template} label="The filled template" />
        )}
      </section>
    </div>
  );
}

/** A template of Jinja2 is filled by MLflow's Python client alone; then there is a sentence that says so. */
function fill(template: PromptTemplate, values: Readonly<Record<string, string>>) {
  try {
    return { template: formatTemplate(template, values, true) };
  } catch (error) {
    return { mistake: messageOf(error) };
  }
}
