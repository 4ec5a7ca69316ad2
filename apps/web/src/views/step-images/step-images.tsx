import { useMemo } from "react";
import { Link } from "react-router";
import { artifactUrl } from "../../data/addresses.ts";
import { useArtifactDirectories } from "../../data/artifacts.ts";
import type { Run } from "../../data/messages.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { imageAt, imageDirectory, readImages, type StepImage } from "./read-images.ts";
import styles from "./step-images.module.css";

/**
 * The pictures that runs logged over their steps (`mlflow.log_image` with a key), run beside run, all at one step that is
 * moved by a slider and stands in the address as `image`. Nothing where none of the runs logged any.
 */
export function StepImages({ runs }: { runs: readonly Run[] }) {
  const having = useMemo(() => runs.filter(hasImages), [runs]);
  if (having.length === 0) return null;
  return <Images key={having.map(({ info }) => info.run_id).join()} runs={having} />;
}

/** MLflow's client says so in a tag, so that no other run's files are listed. */
function hasImages({ data }: Run): boolean {
  return data?.tags?.some(({ key, value }) => key === "mlflow.loggedImages" && value === "True") ?? false;
}

function Images({ runs }: { runs: readonly Run[] }) {
  const owners = useMemo(() => runs.map(({ info }) => ({ kind: "run" as const, id: info.run_id })), [runs]);
  const [listings = []] = useArtifactDirectories(owners, [imageDirectory]).listings;
  const [search, setSearch] = useAddressedQuery();
  const images = listings.map((files) => readImages(files?.map(({ path }) => path) ?? []));
  const keys = [...new Set(images.flatMap((ofRun) => [...ofRun.keys()]))];
  const steps = [...new Set(images.flatMap((ofRun) => [...ofRun.values()].flat().map(({ step }) => step)))];
  steps.sort((a, b) => a - b);
  if (keys.length === 0) return null;
  const asked = Number(search.get("image") ?? Number.NaN);
  const at = Number.isNaN(asked)
    ? steps.length - 1
    : Math.max(
        0,
        steps.findLastIndex((step) => step <= asked),
      );
  const step = steps[at]!;

  function onStep(next: number) {
    setSearch({ image: String(steps[next]) }, { replace: true });
  }

  return (
    <section className={styles.images} aria-label="Images">
      <header className={styles.head}>
        <h2>Images</h2>
        {steps.length > 1 && (
          <label className={styles.slider}>
            Step
            <input
              type="range"
              min={0}
              max={steps.length - 1}
              value={at}
              aria-valuetext={`step ${step}`}
              onChange={(event) => onStep(Number(event.target.value))}
            />
            <output>{step}</output>
          </label>
        )}
      </header>
      {keys.map((key) => (
        <section key={key} aria-label={key}>
          <h3 className={styles.key}>{key}</h3>
          <ul className={styles.row}>
            {runs.map((run, index) => (
              <Picture
                key={run.info.run_id}
                run={run}
                name={key}
                image={imageAt(images[index]?.get(key) ?? [], step)}
              />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function Picture({ run: { info }, name, image }: { run: Run; name: string; image: StepImage | undefined }) {
  const runName = info.run_name || info.run_id;
  if (!image) {
    return (
      <li className={styles.none}>
        None of <span>{runName}</span>
      </li>
    );
  }
  const owner = { kind: "run", id: info.run_id } as const;
  return (
    <li className={styles.picture}>
      <Link
        to={`/runs/${encodeURIComponent(info.run_id)}/artifacts/${image.path.split("/").map(encodeURIComponent).join("/")}`}
      >
        <img src={artifactUrl(owner, image.smallPath)} alt={`${name} of ${runName} at step ${image.step}`} />
      </Link>
      <span className={styles.caption} title={runName}>
        {runName}, step {image.step}
      </span>
    </li>
  );
}
