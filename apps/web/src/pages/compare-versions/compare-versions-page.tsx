import { useParams } from "react-router";
import { useLoggedModel } from "../../data/logged-models.ts";
import { useModelVersion, useVersionList } from "../../data/registry.ts";
import { useRun } from "../../data/run.ts";
import page from "../../styles/page.module.css";
import { compared } from "../../views/comparison/compare.ts";
import { ComparedTable } from "../../views/comparison/compared-table.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { useModelFile } from "../../views/model-signature/use-model-file.ts";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { Button } from "../../widgets/button.tsx";
import { TextDiff } from "../../widgets/diff/text-diff.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import { filesOf } from "../model-version/version-files.ts";
import { modelAddress, versionAddress } from "../models/model-address.ts";
import styles from "./compare-versions.module.css";
import { factsOf, metricsOf, paramsOf, signatureOf, tagsOf, type VersionSources } from "./version-values.ts";

/** `/models/:name/compare?a=&b=&all=`: two versions of a registered model side by side. */
export function Component() {
  const { name = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const isNarrow = useMediaQuery(narrow);
  const known = useVersionList(name).data?.pages.flatMap((page) => page.versions.map(({ version }) => version)) ?? [];
  const numbers = [search.get("a") ?? known[1] ?? "", search.get("b") ?? known[0] ?? ""] as const;
  const left = useSources(name, numbers[0]);
  const right = useSources(name, numbers[1]);
  const all = search.get("all") === "1";
  const error = left.error ?? right.error;

  const choices = (["a", "b"] as const).map((key, at) => (
    <label key={key} className={styles.side}>
      <span className={styles.word}>{at === 0 ? "Version" : "with"}</span>
      <select
        aria-label={at === 0 ? "Version on the left" : "Version on the right"}
        value={numbers[at]}
        onChange={(event) => setSearch({ [key]: event.target.value })}
      >
        {[...new Set([numbers[at]!, ...known])].map((version) => (
          <option key={version}>{version}</option>
        ))}
      </select>
    </label>
  ));
  const sources = left.sources && right.sources && [left.sources, right.sources];
  const sides = numbers.map((version, at) => ({
    id: `${at} ${version}`,
    name: `Version ${version}`,
    to: versionAddress(name, version),
  }));
  const table = { sides, all };
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Models", to: "/models" }, { label: name, to: modelAddress(name) }, { label: "Compare" }]}
      >
        {choices}
        <Button on={!all} aria-pressed={!all} onClick={() => setSearch({ all: all ? "" : "1" })}>
          Only differences
        </Button>
      </PageHeader>
      {error && (
        <LoadFailed
          what={`versions of ${name}`}
          instead={{ to: "/models", label: "All models" }}
          error={error}
          onRetry={() => location.reload()}
        />
      )}
      {sources && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={page.stack} tabIndex={0} aria-label="Comparison">
          {numbers[0] === numbers[1] && (
            <EmptyState icon="models" title="A version is compared with itself">
              Choose another one above.
            </EmptyState>
          )}
          <ComparedTable title="Versions" rows={compared(sources.map(factsOf))} {...table} />
          <ComparedTable title="Params" rows={compared(sources.map(paramsOf))} {...table} />
          <ComparedTable title="Metrics" numeric rows={compared(sources.map(metricsOf))} {...table} />
          <ComparedTable title="Signature" rows={compared(sources.map(signatureOf))} {...table} />
          <ComparedTable title="Tags" rows={compared(sources.map(tagsOf))} {...table} />
          <section aria-label="Description">
            <h2 className={styles.heading}>Description</h2>
            <TextDiff
              left={sources[0]!.version.description ?? ""}
              right={sources[1]!.version.description ?? ""}
              leftName={sides[0]!.name}
              rightName={sides[1]!.name}
              layout={isNarrow ? "inline" : "split"}
            />
          </section>
        </section>
      )}
    </>
  );
}

/** A version and what it was registered from; undefined until all of it that there is was read. */
function useSources(name: string, number: string): { sources: VersionSources | undefined; error: Error | null } {
  const loaded = useModelVersion(name, number, number !== "");
  const version = loaded.data;
  const model = useLoggedModel(version?.model_id || undefined);
  const run = useRun(version?.run_id || undefined);
  const files = version && filesOf(version);
  const file = useModelFile(files?.owner, files?.path ?? "");
  const isReady = version && !model.isLoading && !run.isLoading && (file !== undefined || !files);
  return {
    sources: isReady ? { version, model: model.data, run: run.data, signature: file?.signature } : undefined,
    error: loaded.error,
  };
}
