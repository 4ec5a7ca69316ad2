import { useModelVersion } from "../../data/registry.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { type PromptVersion, readVersion, textOfTemplate } from "../../views/prompt/read-version.ts";
import { TemplateView } from "../../views/prompt/template-view.tsx";
import { Button } from "../../widgets/button.tsx";
import { CodeText } from "../../widgets/code/code-text.tsx";
import { TextDiff } from "../../widgets/diff/text-diff.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import styles from "./prompt-page.module.css";

/** The template, and what it is called with. */
export function TemplateTab({ version }: { version: PromptVersion }) {
  return (
    <>
      <TemplateView template={version.template} label="Template" />
      {jsonParts(version).map(
        ([title, text]) =>
          text && (
            <div key={title} className={styles.block}>
              <h2>{title}</h2>
              <CodeText text={text} language="json" label={title} fits />
            </div>
          ),
      )}
    </>
  );
}

interface VersionDiffProps {
  readonly name: string;
  readonly version: PromptVersion;
  /** Number of the version to compare with. */
  readonly other: string;
  /** Undefined: what the window has room for. */
  readonly layout: "split" | "inline" | undefined;
  readonly onLayout: (layout: "split" | "inline") => void;
}

/** What the version changed, seen from another one. */
export function VersionDiff({ name, version, other, layout, onLayout }: VersionDiffProps) {
  const isNarrow = useMediaQuery(narrow);
  const found = useModelVersion(name, other);
  if (found.error)
    return <LoadFailed what={`version ${other} of ${name}`} error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return null;
  const before = readVersion(found.data);
  const drawn = layout ?? (isNarrow ? "inline" : "split");
  const [leftName, rightName] = [`Version ${before.number}`, `Version ${version.number}`];
  const changedParts = jsonParts(version)
    .map(([title, text], at) => [title, jsonParts(before)[at]![1], text] as const)
    .filter(([, left, right]) => left !== right);
  return (
    <>
      <fieldset className={styles.layouts}>
        <legend className="unseen">How the versions are compared</legend>
        {(["split", "inline"] as const).map((each) => (
          <Button key={each} on={drawn === each} aria-pressed={drawn === each} onClick={() => onLayout(each)}>
            {each === "split" ? "Side by side" : "Inline"}
          </Button>
        ))}
      </fieldset>
      <div className={styles.diff}>
        <TextDiff
          left={textOfTemplate(before.template)}
          right={textOfTemplate(version.template)}
          {...{ leftName, rightName }}
          layout={drawn}
        />
      </div>
      {changedParts.map(([title, left, right]) => (
        <section key={title} className={styles.block} aria-label={title}>
          <h2>{title}</h2>
          <div className={styles.diff}>
            <TextDiff
              {...{ left, right }}
              leftName={`${title}, ${leftName}`}
              rightName={`${title}, ${rightName}`}
              layout={drawn}
            />
          </div>
        </section>
      ))}
    </>
  );
}

function jsonParts({ responseFormat, modelConfig }: PromptVersion): (readonly [title: string, text: string])[] {
  return [
    ["Response format", responseFormat],
    ["Model config", modelConfig],
  ];
}
