import { variablesOf } from "@spanloom/wire";
import { serverUrl } from "../../data/prefix.ts";
import type { PromptVersion } from "../../views/prompt/read-version.ts";
import { CodeText } from "../../widgets/code/code-text.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import styles from "./prompt-page.module.css";
import { snippetsFor } from "./snippets.ts";

/** How a program loads this version, to copy. */
export function CodeTab({ name, version }: { name: string; version: PromptVersion }) {
  return snippetsFor(name, version.number, variablesOf(version.template), serverUrl()).map((snippet) => (
    <div key={snippet.language} className={styles.block}>
      <header className={styles.blockHead}>
        <h2>{snippet.title}</h2>
        <CopyButton text={snippet.code} label={`Copy: ${snippet.title}`} withText />
      </header>
      <CodeText text={snippet.code.trimEnd()} language={snippet.language} label={snippet.title} fits />
    </div>
  ));
}
