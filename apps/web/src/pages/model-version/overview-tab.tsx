import { useModelChanges, useRegisteredModel } from "../../data/registry.ts";
import { VersionLineage } from "../../views/lineage/version-lineage.tsx";
import { ModelSignature } from "../../views/model-signature/model-signature.tsx";
import { Fact, Facts, Moment } from "../../views/overview/facts.tsx";
import styles from "../../views/overview/overview.module.css";
import { Aliases } from "../../views/registry/aliases.tsx";
import { HistoryList } from "../../views/registry/history-list.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { StageMenu } from "./stage-menu.tsx";
import { filesOf } from "./version-files.ts";
import { useOpenVersion } from "./version-page.tsx";

/** `/models/:name/versions/:version/overview`: what the version is, where it comes from and what was made of it. */
export function Component() {
  const version = useOpenVersion();
  const { name, version: number, creation_timestamp: createdMs, last_updated_timestamp: changedMs } = version;
  const model = useRegisteredModel(name).data;
  const changes = useModelChanges(name);
  const nowMs = useNow(30_000);
  const files = filesOf(version);
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <section className={styles.block} aria-label="Description">
          <EditableMarkdown
            value={version.description ?? ""}
            label="Description of the version"
            placeholder="No description"
            onSave={(text) => changes.describeVersion(number, text)}
            readNow={async () => (await changes.readVersionNow(number)).description ?? ""}
          />
        </section>
        <VersionLineage name={name} version={number} />
        {files && <ModelSignature owner={files.owner} directory={files.path} />}
        <section className={styles.block}>
          <h2 className={styles.heading}>History</h2>
          <HistoryList model={name} version={number} />
        </section>
      </div>
      <aside className={styles.side} aria-label="Facts">
        <Facts>
          <Fact name="Status">
            <ModelStatus status={version.status} message={version.status_message} />
          </Fact>
          <Fact name="Stage">
            <StageMenu stage={version.current_stage ?? "None"} onStage={(stage) => changes.setStage(number, stage)} />
          </Fact>
          {createdMs && (
            <Fact name="Created">
              <Moment unixMs={createdMs} nowMs={nowMs} />
            </Fact>
          )}
          {changedMs && (
            <Fact name="Changed">
              <Moment unixMs={changedMs} nowMs={nowMs} />
            </Fact>
          )}
          {version.user_id && <Fact name="User">{version.user_id}</Fact>}
          {version.source && (
            <Fact name="Source">
              <code>{version.source}</code>
              <CopyButton text={version.source} label="Copy source" />
            </Fact>
          )}
        </Facts>
        <section className={styles.block}>
          <h2 className={styles.heading}>Aliases</h2>
          <Aliases model={model ?? { name }} version={number} />
        </section>
        <section className={styles.block}>
          <h2 className={styles.heading}>Tags</h2>
          <EditableTags
            label="Tags of the version"
            tags={tagsOf(version.tags ?? [])}
            readNow={async () => tagsOf((await changes.readVersionNow(number)).tags ?? [])}
            onSet={(key, value) => changes.setVersionTag(number, key, value)}
            onRemove={(key) => changes.deleteVersionTag(number, key)}
          />
        </section>
      </aside>
    </div>
  );
}
