import { Link } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { useModelChanges } from "../../data/registry.ts";
import type { PromptVersion } from "../../views/prompt/read-version.ts";
import { Aliases } from "../../views/registry/aliases.tsx";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import { formatExact } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Tabs } from "../../widgets/tabs.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { AboutTab } from "./about-tab.tsx";
import { CodeTab } from "./code-tab.tsx";
import { DeleteVersion } from "./deletion.tsx";
import styles from "./prompt-page.module.css";
import { TemplateTab, VersionDiff } from "./template-tab.tsx";
import { TryTab } from "./try-tab.tsx";
import { UseTab } from "./use-tab.tsx";
import { usedAddress } from "./used-address.ts";

interface VersionPanelProps {
  readonly prompt: RegisteredModel;
  readonly version: PromptVersion;
  /** To choose one from to compare with. */
  readonly versions: readonly PromptVersion[];
}

const tabs = [
  { id: "template", label: "Template" },
  { id: "try", label: "Try with values" },
  { id: "use", label: "Use" },
  { id: "code", label: "In code" },
  { id: "about", label: "About" },
] as const;

/** One version: its aliases and message, what it is compared with, and its tabs. */
export function VersionPanel({ prompt, version, versions }: VersionPanelProps) {
  const [search, setSearch] = useAddressedQuery();
  const [zone] = useTimeZone();
  const { number } = version;
  const changes = useModelChanges(prompt.name);
  const other = search.get("with") ?? "";
  const tab = tabs.find(({ id }) => id === search.get("tab"))?.id ?? "template";
  const layout = (["split", "inline"] as const).find((each) => each === search.get("diff"));

  // The list is on its way without this version, which must not be asked for by itself then.
  const leave = () => setSearch({ v: "" });

  const template =
    other && other !== number ? (
      <VersionDiff
        name={prompt.name}
        version={version}
        other={other}
        layout={layout}
        onLayout={(next) => setSearch({ diff: next })}
      />
    ) : (
      <TemplateTab version={version} />
    );
  const panels = {
    template,
    try: <TryTab key={number} template={version.template} />,
    use: <UseTab name={prompt.name} current={number} />,
    code: <CodeTab name={prompt.name} version={version} />,
    about: <AboutTab prompt={prompt} version={version} />,
  };
  return (
    <section className={styles.version} aria-label={`Version ${number}`}>
      <header className={styles.versionHead}>
        <div className={styles.versionLine}>
          <h2>Version {number}</h2>
          <Aliases model={prompt} version={number} inline />
          <label className={styles.compare}>
            Compare with
            <select value={other} onChange={(event) => setSearch({ with: event.target.value })}>
              <option value="">no other</option>
              {other && !versions.some((each) => each.number === other) && <option>{other}</option>}
              {versions.map((each) => each.number !== number && <option key={each.number}>{each.number}</option>)}
            </select>
          </label>
          <Link to={usedAddress(prompt.name, number)} className={styles.used ?? ""}>
            <Icon name="traces" size={14} />
            Traces that used it
          </Link>
          <DeleteVersion name={prompt.name} number={number} onGone={leave} />
        </div>
        <div className={styles.message}>
          <EditableText
            value={version.commitMessage}
            label="Commit message"
            placeholder="No commit message"
            onSave={(text) => changes.describeVersion(number, text)}
            readNow={async () => (await changes.readVersionNow(number)).description ?? ""}
          />
          {version.createdMs && <time className={styles.faint}>{formatExact(version.createdMs, zone)}</time>}
        </div>
      </header>
      <Tabs
        label="Version"
        open={tab}
        onOpen={(id) => setSearch({ tab: id === "template" ? "" : id })}
        tabs={tabs.map(({ id, label }) => ({ id, label, panel: <div className={styles.panel}>{panels[id]}</div> }))}
      />
    </section>
  );
}
