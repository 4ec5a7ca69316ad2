import { useMemo } from "react";
import { useNavigate } from "react-router";
import type { ModelVersion } from "../../data/messages.ts";
import { useModelChanges, useVersionList } from "../../data/registry.ts";
import { SelectionBar } from "../../views/bulk/selection-bar.tsx";
import { useSelection } from "../../views/bulk/use-selection.ts";
import overview from "../../views/overview/overview.module.css";
import { PagedTable } from "../../views/paged-table/paged-table.tsx";
import { Aliases } from "../../views/registry/aliases.tsx";
import { tagsOf } from "../../views/registry/tags-of.ts";
import { Button } from "../../widgets/button.tsx";
import { EditableMarkdown } from "../../widgets/editable/editable-markdown.tsx";
import { EditableTags } from "../../widgets/editable/editable-tags.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useNow } from "../../widgets/use-now.ts";
import { comparisonAddress, versionAddress } from "../models/model-address.ts";
import styles from "./model-page.module.css";
import { useOpenModel } from "./model-page.tsx";
import { VersionCard } from "./version-card.tsx";
import { versionColumns } from "./version-columns.tsx";

const keyOf = ({ version }: ModelVersion) => version;
const nameOf = ({ version }: ModelVersion) => `version ${version}`;

/** `/models/:name/versions`: what the model is, which version each alias names, and its versions, the newest first. */
export function Component() {
  const model = useOpenModel();
  const { name } = model;
  const changes = useModelChanges(name);
  return (
    <div className={styles.page}>
      <div className={styles.main}>
        <section className={styles.description} aria-label="Description">
          <EditableMarkdown
            value={model.description ?? ""}
            label="Description of the model"
            placeholder="No description"
            onSave={changes.describe}
            readNow={async () => (await changes.readNow()).description ?? ""}
          />
        </section>
        <Versions model={name} />
      </div>
      <aside className={styles.side} aria-label="Aliases and tags">
        <section className={overview.block}>
          <h2 className={overview.heading}>Aliases</h2>
          <Aliases model={model} />
        </section>
        <section className={overview.block}>
          <h2 className={overview.heading}>Tags</h2>
          <EditableTags
            label="Tags of the model"
            tags={tagsOf(model.tags ?? [])}
            readNow={async () => tagsOf((await changes.readNow()).tags ?? [])}
            onSet={changes.setTag}
            onRemove={changes.deleteTag}
          />
        </section>
      </aside>
    </div>
  );
}

function Versions({ model }: { model: string }) {
  const navigate = useNavigate();
  const list = useVersionList(model);
  const versions = useMemo(() => list.data?.pages.flatMap((page) => page.versions) ?? [], [list.data]);
  const numbers = useMemo(() => versions.map(keyOf), [versions]);
  const selection = useSelection(model, numbers);
  const { selected } = selection;
  const [a, b] = [...selected].toSorted((left, right) => Number(left) - Number(right));
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const columns = useMemo(() => versionColumns(nowMs, zone), [nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (version: ModelVersion) => <VersionCard version={version} nowMs={nowMs} zone={zone} />,
    }),
    [nowMs, zone],
  );
  return (
    <>
      <PagedTable
        list={list}
        selection={selection}
        what="versions"
        empty={
          <EmptyState icon="models" title="No versions yet">
            Register one from the page of a logged model.
          </EmptyState>
        }
        label="Versions"
        name="model-versions"
        rows={versions}
        keyOf={keyOf}
        nameOf={nameOf}
        columns={columns}
        card={card}
        addressOf={({ version }) => versionAddress(model, version)}
      />
      {selected.size > 0 && (
        <SelectionBar selection={selection} count={selected.size} noun="version" total={undefined} hasMore={false}>
          <Button disabled={selected.size !== 2} onClick={() => void navigate(comparisonAddress(model, a!, b!))}>
            {selected.size === 2 ? `Compare version ${a} with ${b}` : "Compare two"}
          </Button>
        </SelectionBar>
      )}
    </>
  );
}
