/** A picture that a run logged of one of its steps. */
export interface StepImage {
  readonly step: number;
  /** Path among the run's files of the whole picture. */
  readonly path: string;
  /** Of the small one that MLflow's client writes beside it; the whole one where there is none. */
  readonly smallPath: string;
}

/** The directory that `mlflow.log_image(image, key=…, step=…)` writes to. */
export const imageDirectory = "images";

/** `key+step+3+timestamp+1700000000000+<uuid>[+compressed].png`; before MLflow 2.23 with `%` between the parts. */
const fileName = /^(.+)([+%])step\2(-?\d+)\2timestamp\2(\d+)\2([^+%]+?)(\2compressed)?\.[a-z0-9]+$/i;

/** Pictures by key, each list by step. Of two of one step the later counts; files of other names are none. */
export function readImages(paths: readonly string[]): ReadonlyMap<string, readonly StepImage[]> {
  const found = new Map<string, Map<string, { step: number; timeMs: number; path?: string; smallPath?: string }>>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const [, written = "", , step, timeMs, id = "", small] = fileName.exec(name) ?? [];
    if (!id) continue;
    // A slash cannot stand in a file name: `~` stands for it, and before that `#` did.
    const key = written.replace(/[~#]/g, "/");
    const ofKey = found.get(key) ?? new Map();
    found.set(key, ofKey);
    const image = ofKey.get(id) ?? { step: Number(step), timeMs: Number(timeMs) };
    ofKey.set(id, { ...image, [small ? "smallPath" : "path"]: path });
  }
  return new Map(
    [...found]
      .toSorted(([a], [b]) => byName.compare(a, b))
      .map(([key, images]) => {
        const inTime = [...images.values()].toSorted((a, b) => a.timeMs - b.timeMs);
        const ofStep = new Map(inTime.map((image) => [image.step, image]));
        const list = [...ofStep.values()].toSorted((a, b) => a.step - b.step);
        return [
          key,
          list.map(({ step, path, smallPath }) => ({ step, path: path ?? smallPath!, smallPath: smallPath ?? path! })),
        ];
      }),
  );
}

/** `layer.2` before `layer.10`. */
const byName = new Intl.Collator("en", { numeric: true });

/** The picture of a step: the last one until then, or the first where all are later. */
export function imageAt(images: readonly StepImage[], step: number): StepImage | undefined {
  return images.findLast((image) => image.step <= step) ?? images[0];
}
