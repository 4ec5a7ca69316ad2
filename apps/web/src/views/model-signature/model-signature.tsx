import { useFileStart } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import styles from "./model-signature.module.css";
import type { SignatureField } from "./read-signature.ts";
import { useModelFile } from "./use-model-file.ts";

/** What a model takes and gives, and the example that was logged with it; nothing where its files do not say. */
export function ModelSignature({ owner, directory = "" }: { owner: ArtifactOwner; directory?: string }) {
  const file = useModelFile(owner, directory);
  if (!file) return null;
  const { inputs, outputs, params } = file.signature;
  const has = inputs.length + outputs.length + params.length > 0;
  if (!has && !file.examplePath) return null;
  return (
    <section className={styles.block} aria-label="Signature">
      <h2 className={styles.heading}>Signature</h2>
      {has && (
        <div className={styles.parts}>
          <Fields title="Inputs" fields={inputs} />
          <Fields title="Outputs" fields={outputs} />
          <Fields title="Params" fields={params} />
        </div>
      )}
      {file.examplePath && <InputExample owner={owner} path={file.examplePath} />}
    </section>
  );
}

function Fields({ title, fields }: { title: string; fields: readonly SignatureField[] }) {
  if (fields.length === 0) return null;
  return (
    <table className={styles.fields} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Type</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, type, required, byDefault }, at) => (
          <tr key={at}>
            <th scope="row">{name || <span className={styles.faint}>without a name</span>}</th>
            <td>
              <code>{type}</code>
              {byDefault !== undefined && <span className={styles.faint}> by default {byDefault}</span>}
              {!required && byDefault === undefined && <span className={styles.faint}> optional</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Examples are small; of a large one the beginning tells enough. */
const exampleBytes = 64_000;

function InputExample({ owner, path }: { owner: ArtifactOwner; path: string }) {
  const part = useFileStart(owner, path, exampleBytes).data;
  if (!part || !path.endsWith(".json")) return null;
  return (
    <details className={styles.example}>
      <summary>Input example</summary>
      <JsonView text={new TextDecoder().decode(part.bytes)} label="Input example" />
    </details>
  );
}
